import { expect, test } from "vitest";
import { aModel, aProvider } from "../test/records";
import {
  draftOf,
  freeName,
  healthOf,
  isAdded,
  kindOf,
  modelErrors,
  moved,
  providerErrors,
  toModel,
  toModels,
  toProvider,
  withVendor,
} from "./draft";
import type { Vendor } from "./types";

const PROVIDER = aProvider();
const VENDOR: Vendor = { id: "acme", label: "Acme", base_url: PROVIDER.base_url, credential: "required", local: false };

test("a provider is as bad as the worst that is known of it", () => {
  const cooling = [
    { model: "a", seconds: 3, last_error: null },
    { model: "b", seconds: 40, last_error: "rate_limited: slow down" },
  ];
  expect(healthOf(PROVIDER)).toEqual({ is: "ready" });
  expect(healthOf({ ...PROVIDER, cooling })).toEqual({
    is: "cooling",
    model: "b",
    seconds: 40,
    error: "rate_limited: slow down",
    others: 1,
  });
  expect(healthOf({ ...PROVIDER, cooling, credential_readable: false })).toEqual({ is: "unreadable" });
  expect(healthOf({ ...PROVIDER, has_credential: false, credential_readable: false })).toEqual({ is: "ready" });
  expect(healthOf({ ...PROVIDER, cooling, disabled: true })).toEqual({ is: "off" });
});

test("the id follows the vendor until it is typed over", () => {
  expect(freeName("acme", ["acme", "acme-2"])).toBe("acme-3");
  const first = withVendor({ id: "", vendor: "", baseUrl: "", apiKey: "k" }, "acme", ["acme"]);
  expect(first).toEqual({ id: "acme-2", vendor: "acme", baseUrl: "", apiKey: "k" });
  expect(withVendor(first, "other", ["acme"]).id).toBe("other");
  expect(withVendor({ ...first, id: "mine" }, "other", ["acme"]).id).toBe("mine");
});

test("a new provider needs what its vendor does not bring", () => {
  const draft = { id: "acme", vendor: "acme", baseUrl: "", apiKey: "" };
  expect(providerErrors(draft, VENDOR)).toEqual({ apiKey: true });
  expect(providerErrors(draft, { ...VENDOR, credential: "optional" })).toEqual({});
  expect(providerErrors({ ...draft, id: " " }, { ...VENDOR, credential: "none", base_url: null })).toEqual({
    id: true,
    baseUrl: true,
  });
  expect(providerErrors({ ...draft, apiKey: "k", baseUrl: "acme.example" }, VENDOR)).toEqual({ baseUrl: true });
  expect(toProvider(draft)).toEqual({ id: "acme", vendor: "acme" });
  expect(toProvider({ ...draft, baseUrl: " http://here:1/v1 ", apiKey: " k " })).toEqual({
    id: "acme",
    vendor: "acme",
    base_url: "http://here:1/v1",
    api_key: "k",
  });
});

test("the kind of a model is guessed from its name", () => {
  for (const name of ["text-embedding-3-small", "nomic-embed-text", "Qwen3-Embedding"]) {
    expect(kindOf(name), name).toBe("embedding");
  }
  for (const name of ["gpt-4o", "llama3"]) expect(kindOf(name), name).toBe("chat");
});

test("adding a model never takes over an id that is in use", () => {
  const known = [aModel({ provider: "other" }), aModel({ id: "mine", upstream: "large" })];
  expect(toModels(["small", "nomic-embed"], "acme", known)).toEqual([
    expect.objectContaining({ id: "acme/small", provider: "acme", upstream: "small", kind: "chat" }),
    expect.objectContaining({ id: "nomic-embed", upstream: "nomic-embed", kind: "embedding" }),
  ]);
  expect(isAdded("large", "acme", known)).toBe(true);
  expect(isAdded("small", "acme", known)).toBe(false);
});

test("fallbacks move one step and stop at the ends", () => {
  const list = ["a", "b", "c"];
  expect(moved(list, 1, -1)).toEqual(["b", "a", "c"]);
  expect(moved(list, 1, 1)).toEqual(["a", "c", "b"]);
  expect(moved(list, 0, -1)).toEqual(list);
  expect(moved(list, 2, 1)).toEqual(list);
});

test("an emptied price goes back to the price list's, and what is not shown stays", () => {
  const price = { input: "0.150000", cached_input: "0.050000", output: "0.600000", per_request: null };
  const own = aModel({ price, price_source: "yours", capabilities: ["tools"], fallbacks: ["b"] });
  const draft = draftOf(own);
  expect(draft).toEqual({ upstream: "small", input: "0.15", output: "0.6", fallbacks: ["b"] });
  expect(toModel({ ...draft, input: "0.2" }, own)).toMatchObject({
    price: { input: "0.2", cached_input: "0.050000", output: "0.6" },
    capabilities: ["tools"],
  });
  expect(toModel({ ...draft, input: "", output: " " }, own).price).toBeNull();
  const perRequest = { input: null, cached_input: null, output: null, per_request: "2" };
  const flat = aModel({ price: perRequest, price_source: "yours" });
  expect(toModel(draftOf(flat), flat).price).toEqual(perRequest);
  const listed = aModel({ price, price_source: "genai-prices@0.2.1" });
  expect(draftOf(listed)).toMatchObject({ input: "", output: "" });
  expect(toModel(draftOf(listed), listed).price).toBeNull();
});

test("a price is whole, or not given", () => {
  const good = { upstream: "small", input: "0.15", output: "0.6", fallbacks: [] };
  expect(modelErrors(good, "chat")).toEqual({});
  expect(modelErrors({ ...good, input: "", output: "" }, "chat")).toEqual({});
  expect(modelErrors({ ...good, output: "" }, "chat")).toEqual({ output: true });
  expect(modelErrors({ ...good, output: "" }, "embedding")).toEqual({});
  expect(modelErrors({ ...good, input: "" }, "chat")).toEqual({ input: true });
  for (const input of ["-1", "1e3", "1,5"])
    expect(modelErrors({ ...good, input }, "chat"), input).toEqual({ input: true });
  expect(modelErrors({ ...good, upstream: " " }, "chat")).toEqual({ upstream: true });
});
