import type { Budget, Endpoint, Key, NewKey, Period, Preset } from "../api/types";
import { dayOf, endOfDay } from "./expiry";

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
  /** The last day on which it works; empty: it does not end. */
  lastDay: string;
  endpoints: readonly Endpoint[];
  models: readonly string[];
  /** What the form does not show: kept as the key has it. */
  kept: { capture: string | null; expiresAt: number | null };
}

export type DraftErrors = Partial<Record<"name" | "limit" | "budget" | "lastDay", true>>;

export const NEW_DRAFT: Draft = {
  name: "",
  preset: "app",
  limit: "120",
  budget: "",
  period: "month",
  lastDay: "",
  endpoints: [],
  models: [],
  kept: { capture: null, expiresAt: null },
};

export function draftOf(key: Key): Draft {
  return {
    name: key.name,
    preset: key.preset,
    limit: key.requests_per_minute === null ? "" : String(key.requests_per_minute),
    budget: key.budget === null ? "" : withoutZeros(key.budget.credits),
    period: key.budget?.period ?? NEW_DRAFT.period,
    lastDay: key.expires_at === null ? "" : dayOf(key.expires_at),
    endpoints: key.endpoints ?? [],
    models: key.models ?? [],
    kept: { capture: key.capture, expiresAt: key.expires_at },
  };
}

/** Another key with the same limits, which does not begin where this one ended. */
export function copyOf(key: Key, keys: readonly Key[], now: number): Draft {
  const draft = draftOf(key);
  const base = key.name.replace(/ \d+$/, "");
  const taken = new Set(keys.map(({ name }) => name));
  let n = 2;
  while (taken.has(`${base} ${n}`)) n += 1;
  const over = key.expires_at !== null && key.expires_at <= now;
  return { ...draft, name: `${base} ${n}`, ...(over ? { lastDay: "" } : {}) };
}

/** A preset brings its figure along; the user may change it afterwards. */
export function withPreset(draft: Draft, preset: Preset): Draft {
  const limit = PRESET_LIMITS[preset];
  return { ...draft, preset, limit: limit === null ? draft.limit : String(limit) };
}

export function errorsOf(draft: Draft, now = Date.now()): DraftErrors {
  const errors: DraftErrors = {};
  if (draft.name.trim() === "") errors.name = true;
  if (draft.limit.trim() !== "" && !/^[1-9]\d{0,8}$/.test(draft.limit.trim())) errors.limit = true;
  if (draft.budget.trim() !== "" && !/^\d{1,12}(\.\d{1,6})?$/.test(draft.budget.trim())) errors.budget = true;
  // A key that has expired may be edited otherwise, and stays expired.
  const ends = expiresAt(draft);
  if (ends === "never" || ends === draft.kept.expiresAt) return errors;
  if (ends === null || ends <= now) errors.lastDay = true;
  return errors;
}

/** What is sent. Explicit nulls, so that an emptied field is cleared and not left as it was. */
export function toKey(draft: Draft): NewKey {
  const ends = expiresAt(draft);
  return {
    name: draft.name.trim(),
    preset: draft.preset,
    ...limitsOf(draft),
    expires_at: ends === "never" ? null : ends,
    capture: draft.kept.capture,
  };
}

/** What can be tried on past requests. */
export function limitsOf(draft: Draft) {
  return {
    requests_per_minute: draft.limit.trim() === "" ? null : Number(draft.limit),
    endpoints: draft.endpoints.length === 0 ? null : [...draft.endpoints],
    models: draft.models.length === 0 ? null : [...draft.models],
    budget: budgetOf(draft),
  };
}

/** A day that was not changed stays at its minute. Null: there is no such day. */
function expiresAt({ lastDay, kept }: Draft): number | null | "never" {
  if (lastDay.trim() === "") return "never";
  return kept.expiresAt !== null && dayOf(kept.expiresAt) === lastDay ? kept.expiresAt : endOfDay(lastDay);
}

function budgetOf({ budget, period }: Draft): Budget | null {
  return budget.trim() === "" ? null : { credits: budget.trim(), period };
}

function withoutZeros(amount: string): string {
  return amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount;
}
