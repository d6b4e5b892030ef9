import { expect, test } from "vitest";
import { aDetail } from "../../test/records";
import { scaleOf, spansOf } from "./spans";

const failed = { outcome: "failed", failure: "rate_limited", message: null, status: 429 } as const;
const target = { model: "chat", provider: "local", upstream: "chat-1" };

test("the waterfall shows every attempt, and the waits between them", () => {
  const detail = aDetail({
    attempts: [
      { ...target, ...failed, started_ms: 1, ended_ms: 312 },
      { ...target, ...failed, started_ms: 572, ended_ms: 800 },
      {
        ...target,
        model: "backup",
        outcome: "served",
        failure: null,
        message: null,
        status: 200,
        started_ms: 801,
        ended_ms: 2910,
      },
    ],
    first_token_ms: 1200,
  });
  const shown = spansOf(detail).map((span) => [span.attempt?.model ?? span.mark ?? span.kind, span.from, span.to]);
  expect(shown).toEqual([
    ["before", 0, 1],
    ["chat", 1, 312],
    ["pause", 312, 572],
    ["chat", 572, 800],
    ["backup", 801, 2910],
    ["firstToken", 1200, 1200],
    ["end", 2910, 2910],
  ]);
  expect(spansOf(detail).map((span) => span.again ?? false)).toEqual([false, false, true, true, false, false, false]);
});

test("a refused request has only its time at the door", () => {
  const refused = aDetail({ attempts: [], first_token_ms: null, duration_ms: 0 });
  expect(spansOf(refused)).toEqual([{ kind: "before", from: 0, to: 0 }]);
  expect(scaleOf(refused), "nothing is divided by zero").toBe(1);
});
