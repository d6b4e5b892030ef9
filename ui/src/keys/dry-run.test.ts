import { expect, test } from "vitest";
import { because, requestsOf, summary } from "./dry-run";
import type { DryRunResult } from "./queries";

const NOW = new Date(2026, 10, 23, 14, 3).getTime();
const EARLIER = new Date(2026, 10, 18, 2, 10).getTime();
const LIMITS = { requests_per_minute: 60, models: ["small", "night build"], endpoints: ["chat" as const] };

function result(requests: number, ...reasons: [string, number, number][]): DryRunResult {
  return {
    from: 0,
    to: NOW,
    requests,
    refused: reasons.reduce((sum, [, refused]) => sum + refused, 0),
    reasons: reasons.map(([limit, refused, first_at]) => ({ limit, refused, first_at, first_request: "r1" })),
  };
}

test("a dry run is one sentence: how many of how many, and when first", () => {
  expect(summary(result(0), NOW)).toBe("This key had no requests in the last 7 days.");
  expect(summary(result(1), NOW)).toBe("Over the last 7 days these limits would not have refused the only request.");
  expect(summary(result(2310), NOW)).toBe(
    "Over the last 7 days these limits would have refused none of 2,310 requests.",
  );
  expect(summary(result(320, ["budget", 3, NOW - 1000], ["requests_per_minute", 11, EARLIER]), NOW)).toBe(
    "Over the last 7 days these limits would have refused 14 of 320 requests, first at Nov 18, 02:10.",
  );
});

test("each limit says why, and leads to what it would have refused", () => {
  expect(["requests_per_minute", "models", "endpoints", "budget"].map((limit) => because(limit, LIMITS))).toEqual([
    "more than 60 in a minute",
    "a model that is not allowed",
    "an endpoint that is not allowed",
    "the budget was spent",
  ]);
  const at = (limit: string) =>
    requestsOf({ limit, refused: 1, first_at: EARLIER, first_request: "r1" }, "my ci", LIMITS);
  expect(at("budget")).toEqual({ q: 'key:"my ci"', from: EARLIER });
  expect(at("models").q).toBe('key:"my ci" -model:small -model:"night build"');
  expect(at("endpoints").q).toBe('key:"my ci" -endpoint:chat');
});
