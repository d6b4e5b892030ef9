import type { Totals } from "../types";

/** How a figure stands against the time before: a share of it, or points of a share. */
export type Change = { is: "share" | "points"; by: number } | null;

/** null: there is nothing to compare with. */
export function change(now: number | null, before: number | null): Change {
  if (now === null || before === null || before === 0) return null;
  return { is: "share", by: (now - before) / before };
}

/** Shares are compared by their difference: from 98 % to 99 % is one point, not one per cent. */
export function points(now: number | null, before: number | null): Change {
  return now === null || before === null ? null : { is: "points", by: now - before };
}

/** The share of requests that did not fail; null without any. */
export function success({ requests, failed }: Totals): number | null {
  return requests === 0 ? null : (requests - failed) / requests;
}

/** The share of the input that came out of providers' caches; null without any input. */
export function cacheHits({ input_tokens: input, cached_tokens: cached }: Totals): number | null {
  return input === 0 ? null : cached / input;
}

/** What was spent, or null where nothing had a price: unknown is not 0. */
export function spent({ credits, requests, unpriced }: Totals): number | null {
  return requests > 0 && requests === unpriced ? null : Number(credits);
}
