import { expect, test } from "vitest";
import { aModel } from "../test/records";
import { isLength, isWhole, numberIn, numbers, written } from "./numbers";
import { estimateOf } from "./price";

test("an empty field is fine and says nothing", () => {
  expect([isWhole("", 1, 4), isWhole("4", 1, 4), isWhole("5", 1, 4), isWhole("1.5", 1, 4)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([isLength("", 9), isLength("4.5", 9), isLength("0", 9), isLength("soon", 9)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([numberIn(" "), numberIn("8"), numberIn("soon")]).toEqual([null, 8, null]);
  expect([written({ a: " x ", b: "" }), numbers({ n: "2", seed: " " })]).toEqual([{ a: "x" }, { n: 2 }]);
});

test("what a film costs is told before it is asked for, where that is known", () => {
  const nothing = { input: null, output: null, cached_input: null, per_request: null };
  const model = (price: object | null) => aModel({ price: price && { ...nothing, ...price } });
  for (const [price, asked, credits] of [
    [{ per_second: "0.10" }, { seconds: 8 }, "80.000000"],
    [{ per_second: "0.10" }, { seconds: 8, count: 2 }, "160.000000"],
    [{ per_second: "0.10" }, { seconds: null }, null],
    [{ per_minute: "0.60" }, { seconds: 30 }, "30.000000"],
    [{ per_request: "5" }, { seconds: null, count: 2 }, "10.000000"],
    [{ input: "3" }, { seconds: 8 }, null],
    [null, { seconds: 8 }, null],
  ] as const) {
    expect(estimateOf(model(price), asked), JSON.stringify(price)).toBe(credits);
  }
});
