import { expect, test } from "vitest";
import { aKey, aModel, aProvider } from "../../test/records";
import { mayBecomeName, replaceLastWord, suggestions } from "./suggestions";

const known = {
  keys: [aKey({ name: "ci" }), aKey({ id: "k2", name: "night build" })],
  models: [aModel({ id: "gpt-5-mini" })],
  providers: [aProvider({ id: "groq" })],
};
const texts = (text: string) => suggestions(text, known).map((each) => each.text);

test("first the names of tokens, each with what it takes", () => {
  expect(texts("")).toContain("status:");
  expect(suggestions("", known).every((each) => each.hint !== "")).toBe(true);
  expect(texts("sta")).toEqual(["status:"]);
  expect(texts("hello -sta")).toEqual(["-status:"]);
  expect(texts("pin")).toEqual(["is:pinned"]);
});

test("then the values that exist", () => {
  const cases: [string, string[]][] = [
    ["key:", ["key:ci", 'key:"night build"']],
    ["-key:ni", ['-key:"night build"']],
    ["status:5", ["status:5xx"]],
    ["provider:g", ["provider:groq"]],
    ["credits>0", []],
    ["model:gpt*", []],
  ];
  for (const [text, expected] of cases) expect(texts(text), text).toEqual(expected);
});

test("a value is found without its name", () => {
  expect(texts("mini")).toEqual(["model:gpt-5-mini"]);
});

test("choosing replaces the last word only", () => {
  expect(replaceLastWord("hello sta", "status:")).toBe("hello status:");
  expect(replaceLastWord('key:"night b', 'key:"night build"')).toBe('key:"night build"');
});

test("what may become a name is not searched for yet", () => {
  expect(["sta", "status:5", "x mod"].every(mayBecomeName)).toBe(true);
  expect(["zebra", "hello ", ""].some(mayBecomeName)).toBe(false);
});
