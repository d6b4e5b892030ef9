import { describe, expect, test } from "vitest";
import { aRow } from "../test/records";
import { absorb, append, EMPTY_LOG, follow, indexOf, inTime, period, refreshed, remove, unknown, update } from "./log";
import type { RequestRow } from "./types";

const id = (n: number) => `id-${String(n).padStart(6, "0")}`;
const row = (n: number, change: Partial<RequestRow> = {}) => aRow({ id: id(n), started_at: n, ...change });
const numbers = (rows: RequestRow[]) => rows.map((row) => Number(row.id.slice(3)));
const log = { ...EMPTY_LOG, rows: [row(3), row(2, { state: "running" }), row(1)] };

describe("a live list", () => {
  test("puts new rows on top, newest first, and completes running ones in place", () => {
    const after = absorb(log, [row(4), row(5), row(2, { duration_ms: 7 })]);
    expect(numbers(after.rows)).toEqual([5, 4, 3, 2, 1]);
    expect(after.rows[3]).toMatchObject({ state: "settled", duration_ms: 7 });
    expect([...after.arrived].sort()).toEqual([id(4), id(5)]);
    expect(after.risen, "each known row is two places further down").toBe(log.risen + 2);
  });

  test("keeps the rows themselves, so that those which did not change are not drawn again", () => {
    const after = absorb(log, [row(4), row(2)]);
    expect(after.rows[1]).toBe(log.rows[0]);
    expect(update(log, [row(9)])).toBe(log);
  });

  test("holds new rows back while nobody follows, so that nothing moves under the reader", () => {
    const away = absorb(follow(log, false), [row(4), row(2)]);
    expect(numbers(away.rows)).toEqual([3, 2, 1]);
    expect(away.rows[1]?.state).toBe("settled");
    expect(numbers(away.held)).toEqual([4]);
    expect(numbers(follow(away, true).rows)).toEqual([4, 3, 2, 1]);
    expect(follow(away, true).held).toEqual([]);
  });

  test("a late start does not undo an end", () => {
    expect(absorb(log, [row(3, { state: "running" })]).rows[0]?.state).toBe("settled");
  });

  test("a row that arrives late takes its place by time", () => {
    const gap = { ...EMPTY_LOG, rows: [row(9), row(1)] };
    expect(numbers(absorb(gap, [row(5)]).rows)).toEqual([9, 5, 1]);
  });

  test("a change of a row on an older page waits for that page", () => {
    const first = { ...log, next: id(1) };
    expect(unknown(first, [row(0), row(4)]).map((row) => row.id)).toEqual([id(4)]);
    expect(numbers(absorb(first, [row(0)]).rows)).toEqual([3, 2, 1]);
  });

  test("older pages go at the end, without what is known already", () => {
    const longer = append(log, { data: [row(1), row(0)], next: null });
    expect(numbers(longer.rows)).toEqual([3, 2, 1, 0]);
  });

  test("an old request that still runs stays in the order of time when older pages come", () => {
    const first = { ...EMPTY_LOG, rows: [row(9), row(2, { state: "running" })], next: id(9) };
    expect(numbers(append(first, { data: [row(8), row(1)], next: null }).rows)).toEqual([9, 8, 2, 1]);
  });

  test("after a break it goes on where the pages meet, and starts anew where they do not", () => {
    const known = { ...EMPTY_LOG, rows: [row(3), row(2), row(1)], next: id(1) };
    expect(numbers(refreshed(known, { data: [row(4), row(3)], next: id(3) }).rows)).toEqual([4, 3, 2, 1]);
    expect(numbers(refreshed(known, { data: [row(9), row(8)], next: id(8) }).rows)).toEqual([9, 8]);
    const lost = refreshed(log, { data: [row(4), row(3)], next: null });
    expect(numbers(lost.rows), "a running row whose end was missed would run for ever").toEqual([4, 3]);
  });

  test("does not grow without end while it follows", () => {
    const many = Array.from({ length: 10_050 }, (_, n) => row(n + 10));
    const full = absorb(log, many);
    expect(full.rows).toHaveLength(10_000);
    expect(full.next).toBe(full.rows.at(-1)?.id);
  });

  test("loses what is deleted, shown or held", () => {
    const away = absorb(follow(log, false), [row(4), row(5)]);
    const after = remove(away, new Set([id(5), id(2)]));
    expect([numbers(after.rows), numbers(after.held)]).toEqual([[3, 1], [4]]);
  });

  test("a row is found among very many, and one that is not there is not", () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => row(200_000 - 2 * n));
    expect(indexOf(rows, id(200_000))).toBe(0);
    expect(indexOf(rows, id(100_002))).toBe(49_999);
    expect(indexOf(rows, id(100_001))).toBe(-1);
    expect(indexOf([], id(1))).toBe(-1);
  });
});

test("a time ends now, began today, or is fixed", () => {
  const now = new Date(2026, 10, 23, 14, 30).getTime();
  expect(period({ range: "1h" }, now)).toEqual({ from: now - 3_600_000 });
  expect(period({ range: "today" }, now)).toEqual({ from: new Date(2026, 10, 23).getTime() });
  expect(period({ from: 1, to: 2 }, now)).toEqual({ from: 1, to: 2 });
  expect(period({ filter: "x" }, now)).toEqual({});
  const cases: [number, boolean][] = [
    [9, false],
    [10, true],
    [19, true],
    [20, false],
  ];
  for (const [at, expected] of cases) expect(inTime(row(at), { from: 10, to: 20 }, now), String(at)).toBe(expected);
});
