import type { Endpoint } from "../api/types";
import { count } from "../format/numbers";
import { timeOfDay } from "../format/time";
import { token } from "../requests/filter/language";
import { strings } from "../strings";
import type { DryRunResult } from "./queries";

const words = strings.keys.dryRun;

/** `Over the last 7 days these limits would have refused 14 of 320 requests, first at …` */
export function summary({ requests, refused, reasons }: DryRunResult, now: number): string {
  if (requests === 0) return words.noRequests;
  if (refused === 0) return words.nothing(requests, count(requests));
  const first = Math.min(...reasons.map((reason) => reason.first_at));
  return words.refused(count(refused), requests, count(requests), timeOfDay(first, now));
}

interface Limits {
  requests_per_minute: number | null;
  endpoints: readonly Endpoint[] | null;
  models: readonly string[] | null;
}

/** Why, in the words of the form. */
export function because(limit: string, limits: Limits): string {
  switch (limit) {
    case "requests_per_minute":
      return words.perMinute(count(limits.requests_per_minute));
    case "models":
      return words.models;
    case "endpoints":
      return words.endpoints;
    default:
      return words.budget;
  }
}

/** The requests that a limit is about: those of the key from the first on, without what stays allowed. */
export function requestsOf(reason: DryRunResult["reasons"][number], key: string, limits: Limits) {
  const allowed =
    reason.limit === "models"
      ? (limits.models ?? []).map((model) => token("model", model, true))
      : reason.limit === "endpoints"
        ? (limits.endpoints ?? []).map((endpoint) => token("endpoint", endpoint, true))
        : [];
  return { q: [token("key", key), ...allowed].join(" "), from: reason.first_at };
}
