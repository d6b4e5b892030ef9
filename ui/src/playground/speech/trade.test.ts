import { expect, test } from "vitest";
import { characters, costOf, MOST_CHARACTERS, SPEECH, type SpeechDraft } from "./trade";

const draft = (change: Partial<SpeechDraft>): SpeechDraft => ({ ...SPEECH.fresh, text: "Hello", ...change });

test("nothing is sent that is not set", () => {
  expect(SPEECH.sentOf(draft({})).body).toEqual({ model: "sandbox-speech", input: "Hello", voice: "alloy" });
  expect(SPEECH.sentOf(draft({ format: "wav", speed: "1.5", instructions: "Slowly" })).body).toMatchObject({
    response_format: "wav",
    speed: 1.5,
    instructions: "Slowly",
  });
});

test("what can not be said is told before it is sent", () => {
  const cases: [Partial<SpeechDraft>, boolean][] = [
    [{}, true],
    [{ text: " " }, false],
    [{ text: "a".repeat(MOST_CHARACTERS) }, true],
    [{ text: "a".repeat(MOST_CHARACTERS + 1) }, false],
    [{ text: "🚗".repeat(MOST_CHARACTERS) }, true],
    [{ voice: " " }, false],
    [{ speed: "0.25" }, true],
    [{ speed: "5" }, false],
    [{ speed: "fast" }, false],
  ];
  for (const [change, fine] of cases) {
    expect(SPEECH.problemOf(draft(change)) === null, JSON.stringify(change).slice(0, 40)).toBe(fine);
  }
});

test("the cost of a text is its characters times the price", () => {
  expect(characters("né🚗")).toBe(3);
  expect(costOf("a".repeat(74), "15.00000000")).toBe("0.111000");
});
