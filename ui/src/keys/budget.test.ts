import { expect, test } from "vitest";
import { aKey } from "../test/records";
import { spendingOf } from "./budget";

test("a budget is nearly spent from 80 % on, with what requests in flight hold", () => {
  const cases = [
    ["79.99", "0", "fine"],
    ["70", "10", "nearly"],
    ["99.99", "0", "nearly"],
    ["90", "10", "spent"],
    ["120", "0", "spent"],
  ] as const;
  for (const [spent, held, fill] of cases) {
    const key = aKey({ budget: { credits: "100", period: "month" }, spent, held });
    expect(spendingOf(key), spent).toMatchObject({ fill, used: Number(spent) + Number(held), limit: 100 });
  }
  expect(spendingOf(aKey())).toBeNull();
  expect(spendingOf(aKey({ budget: { credits: "100", period: "day" }, spent: "250" }))?.share).toBe(1);
});
