import { expect, test } from "vitest";
import { someTotals } from "../testing";
import { cacheHits, change, points, spent, success } from "./change";

test("a figure is compared with the time before as a share of it", () => {
  const cases: [number | null, number | null, ReturnType<typeof change>][] = [
    [108, 100, { is: "share", by: 0.08 }],
    [50, 100, { is: "share", by: -0.5 }],
    [5, 0, null],
    [0, 0, null],
    [null, 100, null],
    [100, null, null],
  ];
  for (const [now, before, expected] of cases) expect(change(now, before), `${now} ${before}`).toEqual(expected);
});

test("shares are compared in points", () => {
  expect(points(0.99, 0.98)?.is).toBe("points");
  expect(points(0.5, null)).toBeNull();
});

test("rates come from sums, and are unknown without any", () => {
  expect(success(someTotals({ requests: 200, failed: 3 }))).toBe(0.985);
  expect(success(someTotals({ requests: 0 }))).toBeNull();
  expect(cacheHits(someTotals({ input_tokens: 400, cached_tokens: 100 }))).toBe(0.25);
  expect(cacheHits(someTotals({ input_tokens: 0 }))).toBeNull();
});

test("what has no price is not free", () => {
  expect(spent(someTotals({ requests: 2, unpriced: 2, credits: "0.000000" }))).toBeNull();
  expect(spent(someTotals({ requests: 2, unpriced: 1, credits: "0.500000" }))).toBe(0.5);
  expect(spent(someTotals({ requests: 0, credits: "0.000000" }))).toBe(0);
});
