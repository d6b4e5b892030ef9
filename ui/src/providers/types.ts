import type { components } from "../api/schema";
import type { Model } from "../api/types";

type Schemas = components["schemas"];
type Always<T> = { [Name in keyof T]-?: Exclude<T[Name], undefined> };

/** A kind of provider that the gateway knows how to talk to. */
export type Vendor = Omit<Always<Schemas["VendorView"]>, "credential"> & {
  credential: "required" | "optional" | "none";
};
export type NewProvider = Schemas["NewProvider"];
export type ProviderChange = Schemas["ProviderFields"];
/** What a provider said when it was asked for its models. */
export type TestResult = Always<Schemas["Tested"]>;
/** A model as it is made or replaced: nothing is left out, so that nothing is reset by accident. */
export type ModelFields = Pick<Model, "id" | "provider" | "upstream" | "kind" | "fallbacks" | "capabilities"> & {
  price: Always<Schemas["PriceFields"]> | null;
};
