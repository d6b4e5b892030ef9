import type { Budget, Endpoint, Key, NewKey, Period, Preset } from "../api/types";

/** Requests per minute that a preset starts with; `custom` leaves it open. */
export const PRESET_LIMITS: Record<Preset, number | null> = {
  playground: 30,
  app: 120,
  production: 400,
  custom: null,
};
export const PRESETS: readonly Preset[] = ["playground", "app", "production", "custom"];
export const PERIODS: readonly Period[] = ["day", "week", "month", "total"];
export const ENDPOINTS: readonly Endpoint[] = [
  "chat",
  "embeddings",
  "images",
  "speech",
  "transcriptions",
  "videos",
  "music",
  "files",
  "models",
];

/** What the form holds: texts as they are typed. */
export interface Draft {
  name: string;
  preset: Preset;
  limit: string;
  budget: string;
  period: Period;
  endpoints: readonly Endpoint[];
  models: readonly string[];
}

export type DraftErrors = Partial<Record<"name" | "limit" | "budget", true>>;

export const NEW_DRAFT: Draft = {
  name: "",
  preset: "app",
  limit: "120",
  budget: "",
  period: "month",
  endpoints: [],
  models: [],
};

export function draftOf(key: Key): Draft {
  return {
    name: key.name,
    preset: key.preset,
    limit: key.requests_per_minute === null ? "" : String(key.requests_per_minute),
    budget: key.budget === null ? "" : withoutZeros(key.budget.credits),
    period: key.budget?.period ?? NEW_DRAFT.period,
    endpoints: key.endpoints ?? [],
    models: key.models ?? [],
  };
}

/** A preset brings its figure along; the user may change it afterwards. */
export function withPreset(draft: Draft, preset: Preset): Draft {
  const limit = PRESET_LIMITS[preset];
  return { ...draft, preset, limit: limit === null ? draft.limit : String(limit) };
}

export function errorsOf(draft: Draft): DraftErrors {
  const errors: DraftErrors = {};
  if (draft.name.trim() === "") errors.name = true;
  if (draft.limit.trim() !== "" && !/^[1-9]\d{0,8}$/.test(draft.limit.trim())) errors.limit = true;
  if (draft.budget.trim() !== "" && !/^\d{1,12}(\.\d{1,6})?$/.test(draft.budget.trim())) errors.budget = true;
  return errors;
}

/** What is sent. Explicit nulls, so that an emptied field is cleared and not left as it was. */
export function toKey(draft: Draft): NewKey {
  return {
    name: draft.name.trim(),
    preset: draft.preset,
    requests_per_minute: draft.limit.trim() === "" ? null : Number(draft.limit),
    endpoints: draft.endpoints.length === 0 ? null : [...draft.endpoints],
    models: draft.models.length === 0 ? null : [...draft.models],
    budget: budgetOf(draft),
  };
}

function budgetOf({ budget, period }: Draft): Budget | null {
  return budget.trim() === "" ? null : { credits: budget.trim(), period };
}

function withoutZeros(amount: string): string {
  return amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount;
}
