import { expect, test } from "vitest";
import { explain } from "./explain";

test("every end without a result says why and where it is mended", () => {
  const error = (code: string) => ({ code, message: "as the provider said it" });
  for (const [state, code, why, at] of [
    ["failed", "content_policy_violation", /refused it for what the prompt/, "playground"],
    ["failed", "storage_limit_exceeded", /no room/, "files"],
    ["failed", "auth", /refused its credential/, "providers"],
    ["failed", "interrupted", /nobody knows whether it began/, null],
    ["failed", "a_word_of_the_provider", /without a result/, null],
    ["expired", "deadline_exceeded", /longest time/, null],
    ["expired", "job_lost", /does not know this job/, null],
    ["cancelled", "cancelled", /was cancelled/, null],
  ] as const) {
    const explanation = explain({ state, error: error(code) });
    expect(explanation?.why, code).toMatch(why);
    expect(explanation?.at, code).toBe(at);
  }
  expect(explain({ state: "completed", error: null })).toBeNull();
  expect(explain({ state: "processing", error: null })).toBeNull();
});
