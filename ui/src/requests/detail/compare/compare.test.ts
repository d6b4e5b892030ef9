import { expect, test } from "vitest";
import type { Bodies, RequestDetail } from "../../../api/types";
import { aDetail } from "../../../test/records";
import { figuresOf, outputText, parameterPairs, promptText } from "./compare";

const NO_BODY: Bodies = {
  request: "",
  request_truncated: false,
  response: "",
  response_truncated: false,
  request_headers: [],
  response_headers: [],
  pieces: [],
};

function asked(body: object, change: Partial<RequestDetail> = {}): RequestDetail {
  const bodies = { ...NO_BODY, request: JSON.stringify(body) };
  return { ...aDetail(), bodies, ...change };
}

test("figures that differ are marked, with how much more or less", () => {
  const a = asked({}, { duration_ms: 1000, credits_used: "0.010000" });
  const b = asked({}, { duration_ms: 1500, credits_used: "0.120000", model_used: "backup" });
  const differing = figuresOf(a, b).filter((pair) => pair.differs);
  expect(differing.map(({ name, values, change }) => [name, ...values, change])).toEqual([
    ["Served by", "chat", "backup", null],
    ["Credits", "0.0100", "0.1200", "× 12"],
    ["Total", "1.00 s", "1.50 s", "+50 %"],
  ]);
});

test("an unknown price is no price of 0", () => {
  const [a, b] = [asked({}, { credits_used: null }), asked({}, { credits_used: null, state: "released" })];
  expect(figuresOf(a, b).find(({ name }) => name === "Credits")?.values).toEqual(["unpriced", "0"]);
});

test("parameters are compared by name, whichever request has them", () => {
  const a = asked({ model: "chat", messages: [], temperature: 0.2, seed: 1 });
  const b = asked({ model: "chat", messages: [], temperature: 0.9, tools: [{ function: { name: "look" } }] });
  expect(parameterPairs(a, b).map(({ name, values, differs }) => [name, ...values, differs])).toEqual([
    ["temperature", "0.2", "0.9", true],
    ["seed", "1", "—", true],
    ["tools", "—", "look", true],
  ]);
});

test("prompt and output are read as text; what was not kept is unknown, not empty", () => {
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hi" },
  ];
  const detail = asked({ messages });
  expect(promptText(detail)).toBe("System:\nBe brief.\n\nUser:\nHi");
  const choices = [{ message: { role: "assistant", content: "Hello." } }];
  const answered = { ...detail, bodies: { ...NO_BODY, response: JSON.stringify({ choices }) } };
  expect(outputText(answered)).toBe("Hello.");
  expect([promptText({ ...detail, bodies: null }), outputText({ ...detail, bodies: null })]).toEqual([null, null]);
});
