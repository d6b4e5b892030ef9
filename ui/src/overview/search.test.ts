import { expect, test } from "vitest";
import { fromField, toField } from "./dateField";
import { readSearch, spanOf, timeOf } from "./search";

test("the route keeps what it knows and drops the rest", () => {
  const cases: [Record<string, unknown>, ReturnType<typeof readSearch>][] = [
    [{}, {}],
    [
      { range: "7d", compare: "true" },
      { range: "7d", compare: true },
    ],
    [{ range: "15m" }, {}],
    [
      { from: "5", to: "9" },
      { from: 5, to: 9 },
    ],
    [{ from: "5" }, { from: 5 }],
    [{ from: "9", to: "5" }, {}],
    [{ to: "5" }, {}],
    [{ range: "1h", from: "5" }, { range: "1h" }],
    [{ steps: "true", x: "y" }, { steps: true }],
    [{ steps: "no" }, {}],
  ];
  for (const [raw, expected] of cases) expect(readSearch(raw), JSON.stringify(raw)).toEqual(expected);
  expect(timeOf({})).toEqual({ range: "24h" });
  expect(timeOf({ from: 5 })).toEqual({ from: 5 });
});

test("a time that ends now begins where a bucket does, so that bars stay where they are", () => {
  const now = new Date(2026, 10, 23, 12, 17, 31).getTime();
  const begins = (range: "1h" | "24h" | "7d" | "30d" | "today") => new Date(spanOf({ range }, now).from);
  expect(begins("1h")).toEqual(new Date(2026, 10, 23, 11, 16));
  expect(begins("24h")).toEqual(new Date(2026, 10, 22, 12, 0));
  expect(begins("7d")).toEqual(new Date(2026, 10, 16, 12, 0));
  expect(begins("30d")).toEqual(new Date(2026, 9, 24));
  expect(begins("today")).toEqual(new Date(2026, 10, 23));
  expect(spanOf({ from: 5, to: 9 }, now)).toEqual({ from: 5, to: 9 });
});

test("a date field is read as it is written, with or without a picker", () => {
  const at = new Date(2026, 10, 23, 14, 5).getTime();
  expect(toField(at)).toBe("2026-11-23T14:05");
  expect(fromField("2026-11-23T14:05")).toBe(at);
  expect(fromField("2026-11-23 14:05")).toBe(at);
  expect(fromField("2026-11-23")).toBe(new Date(2026, 10, 23).getTime());
  for (const wrong of ["", "yesterday", "2026-13-01", "2026-02-30T10:00"]) expect(fromField(wrong), wrong).toBeNull();
});
