import type { components } from "./schema";

/**
 * What the gateway sends, read from its document. Two things the document does not say: a field that may be null is
 * always there, and which words a text may be.
 */
type Sent<T> = T extends readonly (infer Item)[]
  ? Sent<Item>[]
  : T extends object
    ? { [Name in keyof T]-?: Sent<Exclude<T[Name], undefined>> }
    : T;
type Schemas = components["schemas"];
type With<T, Words> = Omit<T, keyof Words> & Words;

export type Preset = "playground" | "app" | "production" | "custom";
export type Period = "day" | "week" | "month" | "total";
export type Outcome = "served" | "failed" | "cancelled";
export type Endpoint =
  | "chat"
  | "embeddings"
  | "images"
  | "speech"
  | "transcriptions"
  | "videos"
  | "music"
  | "files"
  | "models";

export type Budget = With<Sent<Schemas["BudgetView"]>, { period: Period }>;
export type Key = With<
  Sent<Schemas["KeyView"]>,
  { preset: Preset; endpoints: Endpoint[] | null; budget: Budget | null }
>;
export type MadeKey = With<Sent<Schemas["MadeKey"]>, { key: Key }>;
export type NewKey = Schemas["KeyFields"] & { name: string; preset: Preset };
export type KeyChange = Schemas["KeyFields"];

export type Status = Sent<Schemas["Status"]>;
export type Settings = Sent<Schemas["Live"]>;
export type PriceList = Sent<Schemas["PriceListView"]>;
export type SettingChange = Schemas["SettingChangeView"];
export type Storage = Sent<Schemas["Storage"]>;
export type Model = With<Sent<Schemas["ModelView"]>, { price: Price | null }>;
/** What is billed by its tokens has no price for media. */
type MediaRate = "per_image" | "per_second" | "per_minute" | "per_hour" | "per_million_characters";
export type Price = Omit<Sent<Schemas["PriceView"]>, MediaRate> & Pick<Schemas["PriceView"], MediaRate>;
export type Provider = Sent<Schemas["ProviderView"]>;
export type HealthState = "up" | "degraded" | "down" | "cooling" | "off" | "unknown";
export type ProviderHealth = With<Sent<Schemas["ProviderHealth"]>, { state: HealthState }>;

export type FileKind = "image" | "pdf" | "text" | "audio" | "video" | "other";
export type FileRow = With<Sent<Schemas["FileRow"]>, { kind: FileKind }>;
export type FilePage = With<Sent<Schemas["FilePage"]>, { data: FileRow[] }>;
export type FileDetail = With<Sent<Schemas["FileDetail"]>, { kind: FileKind }>;
export type FileStorage = Sent<Schemas["FileStorage"]>;

export type JobKind = "video" | "music";
export type JobState =
  | "submitting"
  | "queued"
  | "processing"
  | "downloading"
  | "completed"
  | "failed"
  | "cancelled"
  | "expired";
export type StepName =
  | "submitted"
  | "queued"
  | "progress"
  | "look_failed"
  | "downloading"
  | "download_failed"
  | "cancel_asked"
  | "resumed"
  | "completed"
  | "failed"
  | "cancelled"
  | "expired";
interface JobWords {
  kind: JobKind;
  state: JobState;
  parameters: Record<string, unknown>;
}
export type Job = With<Sent<Schemas["JobRow"]>, JobWords>;
export type JobPage = With<Sent<Schemas["JobPage"]>, { data: Job[] }>;
export type JobStep = With<Sent<Schemas["JobStep"]>, { step: StepName }>;
export type JobDetail = Job & { events: JobStep[]; outputs: FileRow[] };

interface RequestWords {
  state: "running" | "settled" | "released";
  attempt_outcomes: Outcome[];
}
export type Volume = Sent<Schemas["RequestVolume"]>;
export type RequestRow = With<Sent<Schemas["RequestRow"]>, RequestWords>;
export type RequestPage = With<Sent<Schemas["RequestPage"]>, { data: RequestRow[] }>;
export type Attempt = With<Sent<Schemas["AttemptView"]>, { outcome: Outcome }>;
export type RequestDetail = With<Sent<Schemas["RequestDetail"]>, RequestWords & { attempts: Attempt[] }>;
export type Bodies = Sent<Schemas["BodiesView"]>;
export type Header = Sent<Schemas["HeaderView"]>;
export type Piece = Sent<Schemas["PieceView"]>;
export type Exchange = Sent<Schemas["ExchangeView"]>;
export type Skip = Sent<Schemas["SkipView"]>;
export type Line = Sent<Schemas["LineView"]>;
export type SentError = Sent<Schemas["ErrorView"]>;
