import { expect, test } from "vitest";
import { aKey } from "../test/records";
import { asRequestId, choices, chosen, fits, toFilters, typed } from "./filters";
import { filtersOf, readSearch } from "./search";

const known = { keys: [aKey({ id: "k9", name: "ci" })], models: [], providers: [] };

test("filters go into the route and come back the same", () => {
  const filters = { status: "5xx", key: "k9", fallback: true };
  expect(toFilters(chosen(filters, known))).toEqual(filters);
  expect(chosen(filters, known).map((item) => item.label)).toEqual(["status: 5xx", "key: ci", "fallback: used"]);
  const route = { status: "5xx", key: "k9", fallback: "true", id: "", tab: "nonsense", other: "x" };
  expect(filtersOf(readSearch(route))).toEqual(filters);
  expect(readSearch(route)).toEqual(filters);
});

test("a key is found by its name, and a filter by its field", () => {
  const found = (text: string) =>
    choices(known)
      .filter((choice) => fits(choice, text))
      .map((choice) => choice.label);
  expect(found("ci")).toContain("key: ci");
  expect(found("key:c")).toEqual(["key: ci"]);
  expect(found("fallback")).toEqual(["fallback: used"]);
});

test("what no list offers can be typed, and a pasted id is an id", () => {
  expect(typed("status:418")).toMatchObject({ field: "status", value: "418" });
  expect(typed("model: org/model")).toMatchObject({ field: "model", value: "org/model" });
  expect(typed("hello")).toBeNull();
  expect(asRequestId(" 01A20686-d463-7117-8013-9059f47969b3\n")).toBe("01a20686-d463-7117-8013-9059f47969b3");
  expect(asRequestId("01a20686")).toBeNull();
});
