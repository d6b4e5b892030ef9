import { expect, test } from "vitest";
import { aRow } from "../test/records";
import { lookOf, titleOf } from "./Status";

const error = { message: "It broke.", type: "server_error", param: null, code: "upstream_error" };

test("a status has one shape and one word", () => {
  const cases = [
    [{ status: 200 }, "dot", "OK"],
    [{ status: 200, error }, "triangle", "cut off"],
    [{ status: 200, state: "running" as const }, "dashed", "live"],
    [{ status: 200, attempt_outcomes: ["cancelled" as const] }, "slashed", "cancelled"],
    [{ status: 429, error: { ...error, code: "insufficient_quota" } }, "triangle", "budget"],
    [{ status: 429, error }, "triangle", "limited"],
    [{ status: 529, error }, "cross", "overloaded"],
    [{ status: 202 }, "dot", "OK"],
    [{ status: 202, state: "running" as const }, "dashed", "live"],
    [{ status: 202, error, state: "released" as const }, "cross", "failed"],
    [{ status: 202, state: "released" as const }, "slashed", "cancelled"],
  ] as const;
  for (const [change, shape, word] of cases) {
    expect(lookOf(aRow(change as Parameters<typeof aRow>[0])), JSON.stringify(change)).toMatchObject({ shape, word });
  }
});

test("a job that failed says its error's code beside the status that its request had", () => {
  const row = aRow({ status: 202, error, state: "released" });
  expect(titleOf(lookOf(row))).toBe("202 failed: upstream_error");
  expect(titleOf(lookOf(aRow({ status: 202, error: { ...error, code: null } })))).toBe("202 failed");
  expect(titleOf(lookOf(aRow()))).toBe("200 OK");
});
