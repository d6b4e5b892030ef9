import { expect, test } from "vitest";
import type { Vendor } from "../types";
import { keyIn, vendorsOf } from "./guess";

const vendor = (id: string, key_prefix: string | null): Vendor => ({
  id,
  label: id,
  base_url: null,
  credential: "required",
  key_prefix,
  local: false,
});
const VENDORS = [
  vendor("openai", "sk-"),
  vendor("anthropic", "sk-ant-"),
  vendor("deepseek", "sk-"),
  vendor("openrouter", "sk-or-"),
  vendor("groq", "gsk_"),
  vendor("mistral", null),
];

test("the longest beginning tells whose key it is, and those that share it are all named", () => {
  const cases: [string, string[]][] = [
    ["sk-ant-0123456789abcdef", ["anthropic"]],
    ["sk-or-v1-0123456789abcdef", ["openrouter"]],
    ["sk-proj-0123456789abcdef", ["openai", "deepseek"]],
    ["gsk_0123456789abcdef", ["groq"]],
    ["0123456789abcdef0123456789abcdef", []],
    ["GSK_0123456789abcdef", []],
  ];
  for (const [key, expected] of cases)
    expect(
      vendorsOf(key, VENDORS).map(({ id }) => id),
      key,
    ).toEqual(expected);
});

test("a key is found in what is usually copied with it", () => {
  const key = "gsk_0123456789abcdef";
  for (const text of [key, ` ${key}\n`, `GROQ_API_KEY=${key}`, `export GROQ_API_KEY="${key}"`, `'${key}';`]) {
    expect(keyIn(text), text).toBe(key);
  }
  for (const text of ["", "gsk_short", `${key} and more`, `my key is\n${key}`]) expect(keyIn(text), text).toBeNull();
});
