import type { components } from "../api/schema";
import type { Engine, Variable } from "../providers/found/queries";

type Schemas = components["schemas"];
type Always<T> = { [Name in keyof T]-?: Exclude<T[Name], undefined> };

export type Totals = Always<Schemas["OverviewTotals"]>;
export type Bucket = Always<Schemas["OverviewBucket"]>;
export type ModelFigures = Always<Schemas["ModelFigures"]>;
export type ProviderFigures = Schemas["ProviderFigures"];
export type KeyFigures = Schemas["KeyFigures"];
export interface Figures extends Omit<Schemas["Overview"], "totals" | "before" | "buckets" | "models"> {
  totals: Totals;
  before: Totals;
  buckets: Bucket[];
  models: ModelFigures[];
}

export type OtherCost = Always<Schemas["OtherCost"]>;
export interface Costs extends Omit<Schemas["Elsewhere"], "models"> {
  models: OtherCost[];
}

export interface Discovered {
  engines: Engine[];
  environment: Variable[];
}
