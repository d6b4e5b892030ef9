import type { Figures, Totals } from "./types";

/** Figures of a quiet time; `change` says what this one is about. */
export function someTotals(change: Partial<Totals> = {}): Totals {
  return {
    requests: 0,
    failed: 0,
    fallbacks: 0,
    credits: "0.000000",
    unpriced: 0,
    input_tokens: 0,
    cached_tokens: 0,
    output_tokens: 0,
    duration_p50_ms: null,
    duration_p95_ms: null,
    first_token_p50_ms: null,
    first_token_p95_ms: null,
    ...change,
  };
}

const NOON = Date.UTC(2026, 10, 23, 12);
const HALF_AN_HOUR = 1_800_000;

export function someFigures(change: Partial<Figures> = {}): Figures {
  const nothing = { failed: 0, input_tokens: 0, output_tokens: 0, first_token_p50_ms: null, duration_p50_ms: null };
  return {
    from: NOON,
    to: NOON + 2 * HALF_AN_HOUR,
    bucket_ms: HALF_AN_HOUR,
    totals: someTotals(),
    before: someTotals(),
    buckets: [0, 1].map((index) => ({ at: NOON + index * HALF_AN_HOUR, requests: 0, credits: "0.000000", ...nothing })),
    models: [],
    providers: [],
    keys: [],
    ...change,
  };
}
