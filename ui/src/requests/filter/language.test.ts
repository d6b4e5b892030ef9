import { expect, test } from "vitest";
import { readSearch } from "../search";
import { spelled } from "./Chip";
import { asRequestId, chipsAndText, token, tokenOf, tokens, withoutToken, withToken } from "./language";

test("a filter is cut into tokens, with their quotes", () => {
  const cases: [string, string[]][] = [
    ["", []],
    ["status:5xx  model:gpt*", ["status:5xx", "model:gpt*"]],
    ['-error:"rate limit" hello', ['-error:"rate limit"', "hello"]],
    ['"two words" x', ['"two words"', "x"]],
    ['key:"still open', ['key:"still open']],
  ];
  for (const [filter, expected] of cases) expect(tokens(filter).map((each) => each.text)).toEqual(expected);
});

test("a token reads as people say it", () => {
  const cases: [string, string][] = [
    ["status:5xx", "status: 5xx"],
    ["-key:ci", "not key: ci"],
    ["credits>0.5", "credits > 0.5"],
    ["ttft>=300ms", "ttft >= 300ms"],
    ['error:"rate limit"', "error: rate limit"],
  ];
  for (const [text, expected] of cases) expect(spelled(tokenOf(text))).toBe(expected);
});

test("whole tokens are chips, the rest stays text", () => {
  const { chips, text } = chipsAndText('status: hello key:ci http://x error:"open');
  expect(chips.map((chip) => chip.text)).toEqual(["key:ci"]);
  expect(text).toBe('status: hello http://x error:"open');
});

test("a token is added once, and its contrary gives way", () => {
  expect(withToken(undefined, token("key", "night build"))).toBe('key:"night build"');
  expect(withToken("key:ci x", "key:ci")).toBe("x key:ci");
  expect(withToken("key:ci x", token("key", "ci", true))).toBe("x -key:ci");
  expect(withToken("-is:stream", "is:stream")).toBe("is:stream");
  expect(withoutToken("a is:stream", "is:stream")).toBe("a");
  expect(withoutToken("is:stream", "is:stream")).toBeUndefined();
});

test("a pasted id is an id", () => {
  expect(asRequestId(" 01A20686-d463-7117-8013-9059f47969b3\n")).toBe("01a20686-d463-7117-8013-9059f47969b3");
  expect(asRequestId("01a20686")).toBeNull();
});

test("the route keeps filter, time and what is open, and drops what it does not know", () => {
  const route = { q: "status:5xx", range: "24h", from: "12", id: "", tab: "nonsense", other: "x" };
  expect(readSearch(route)).toEqual({ q: "status:5xx", range: "24h", from: 12 });
  expect(readSearch({ range: "toString" })).toEqual({});
});
