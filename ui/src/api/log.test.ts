import { describe, expect, test } from "vitest";
import { aRow } from "../test/records";
import { absorb, append, EMPTY_LOG, follow, type LogFilters, matches, refreshed } from "./log";
import type { RequestRow } from "./types";

const row = (n: number, change: Partial<RequestRow> = {}) => aRow({ id: `id-${n}`, started_at: n, ...change });
const ids = (rows: RequestRow[]) => rows.map(({ id }) => id);
const log = { ...EMPTY_LOG, rows: [row(3), row(2, { state: "running" }), row(1)] };

describe("a live list", () => {
  test("puts new rows on top, newest first, and completes running ones in place", () => {
    const after = absorb(log, [row(4), row(5), row(2, { duration_ms: 7 })], {});
    expect(ids(after.rows)).toEqual(["id-5", "id-4", "id-3", "id-2", "id-1"]);
    expect(after.rows[3]).toMatchObject({ state: "settled", duration_ms: 7 });
    expect([...after.arrived].sort()).toEqual(["id-4", "id-5"]);
  });

  test("holds new rows back while nobody follows, so that nothing moves under the reader", () => {
    const away = absorb(follow(log, false), [row(4), row(2)], {});
    expect(ids(away.rows)).toEqual(["id-3", "id-2", "id-1"]);
    expect(away.rows[1]?.state).toBe("settled");
    expect(ids(away.held)).toEqual(["id-4"]);
    expect(ids(follow(away, true).rows)).toEqual(["id-4", "id-3", "id-2", "id-1"]);
    expect(follow(away, true).held).toEqual([]);
  });

  test("a late start does not undo an end", () => {
    expect(absorb(log, [row(3, { state: "running" })], {}).rows[0]?.state).toBe("settled");
  });

  test("a row that arrives late takes its place by time", () => {
    const gap = { ...EMPTY_LOG, rows: [row(9), row(1)] };
    expect(ids(absorb(gap, [row(5)], {}).rows)).toEqual(["id-9", "id-5", "id-1"]);
  });

  test("older pages go at the end, without what is known already", () => {
    const longer = append(log, { data: [row(1), row(0)], next: null });
    expect(ids(longer.rows)).toEqual(["id-3", "id-2", "id-1", "id-0"]);
  });

  test("after a break it goes on where the pages meet, and starts anew where they do not", () => {
    const known = { ...EMPTY_LOG, rows: [row(3), row(2), row(1)], next: "id-1" };
    expect(ids(refreshed(known, { data: [row(4), row(3)], next: "id-3" }, {}).rows)).toEqual([
      "id-4",
      "id-3",
      "id-2",
      "id-1",
    ]);
    expect(ids(refreshed(known, { data: [row(9), row(8)], next: "id-8" }, {}).rows)).toEqual(["id-9", "id-8"]);
    const lost = refreshed(log, { data: [row(4), row(3)], next: null }, {});
    expect(ids(lost.rows), "a running row whose end was missed would run for ever").toEqual(["id-4", "id-3"]);
  });

  test("does not grow without end", () => {
    const many = Array.from({ length: 10_050 }, (_, n) => row(n + 10));
    const full = absorb(log, many, {});
    expect(full.rows).toHaveLength(10_000);
    expect(full.next).toBe(full.rows.at(-1)?.id);
  });
});

test("filters choose live rows as the gateway chooses stored ones", () => {
  const cases: [LogFilters, Partial<RequestRow>, boolean][] = [
    [{ status: "ok" }, {}, true],
    [{ status: "error" }, { status: 429 }, true],
    [{ status: "5xx" }, { status: 529 }, true],
    [{ status: "5xx" }, { status: 429 }, false],
    [{ status: "429" }, { status: 429 }, true],
    [{ status: "ok" }, { state: "running" }, false],
    [{ key: "k1" }, { key: "k2" }, false],
    [{ model: "backup" }, { model_used: "backup" }, true],
    [{ provider: "local" }, { provider: null }, false],
    [{ fallback: true }, { fallback_depth: 1 }, true],
    [{ fallback: true }, {}, false],
  ];
  for (const [filters, change, expected] of cases) {
    expect(matches(aRow(change), filters), JSON.stringify([filters, change])).toBe(expected);
  }
});
