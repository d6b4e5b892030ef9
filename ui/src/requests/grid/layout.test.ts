import { expect, test } from "vitest";
import { COLUMNS } from "./columns";
import { arrange, inOrder, moved, readLayout, resized, toggled } from "./layout";

const ids = (columns: { id: string }[]) => columns.map((column) => column.id);
const widthOf = (columns: { width: number }[]) => columns.reduce((sum, column) => sum + column.width, 0);

test("the columns that matter least give way, and those that stay fill the room", () => {
  const narrow = arrange({}, 564);
  expect(ids(narrow)).toEqual(["time", "status", "model", "attempts", "credits", "total"]);
  for (const width of [564, 660, 1040, 1600]) {
    const columns = arrange({}, width);
    expect(widthOf(columns), `${width}`).toBeLessThanOrEqual(width);
    expect(widthOf(columns), `${width}`).toBeGreaterThan(width - 8);
  }
  expect(ids(arrange({}, 1600))).toContain("firstToken");
});

test("chosen columns are all there, however little room", () => {
  const layout = toggled({}, "note", ["time", "status"]);
  expect(ids(arrange(layout, 100))).toEqual(["time", "status", "note"]);
  expect(ids(arrange(toggled(layout, "status", []), 100))).toEqual(["time", "note"]);
});

test("the last column can not be hidden", () => {
  expect(toggled({ shown: ["time"] }, "time", [])).toEqual({ shown: ["time"] });
});

test("a column moves before another, or to the end", () => {
  expect(ids(inOrder(moved({}, "model", "time").order)).slice(0, 2)).toEqual(["model", "time"]);
  expect(ids(inOrder(moved({}, "time", null).order)).at(-1)).toBe("time");
});

test("a width stays within what can be read", () => {
  const [time] = COLUMNS;
  if (!time) throw new Error("there is a first column");
  const cases: [number, number][] = [
    [5, time.least],
    [130.4, 130],
    [9_000, 600],
  ];
  for (const [asked, expected] of cases) expect(resized({}, time, asked).widths?.time).toBe(expected);
});

test("what was kept by another version does no harm", () => {
  const cases: [string | null, object][] = [
    [null, {}],
    ["{", {}],
    ['{"shown":["time","gone"],"order":["gone","model"]}', { shown: ["time"], order: ["model"] }],
    ['{"shown":[]}', {}],
  ];
  for (const [text, expected] of cases) expect(readLayout(text)).toEqual(expected);
});
