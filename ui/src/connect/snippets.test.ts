import { expect, test } from "vitest";
import { LANGUAGES, plainText, snippet } from "./snippets";
import { masked } from "./useShownKey";

const facts = { baseUrl: "http://127.0.0.1:4180/v1", key: "tp-secret", model: "sandbox-chat" };

test("every example carries the address and the key", () => {
  for (const language of LANGUAGES) {
    const text = plainText(snippet(language, facts));
    expect(text, language).toContain(facts.baseUrl);
    expect(text, language).toContain(facts.key);
  }
});

test("the curl example holds valid JSON", () => {
  const [, json] = /-d '(.*)'/.exec(plainText(snippet("curl", facts))) ?? [];
  expect(JSON.parse(json ?? "")).toMatchObject({ model: "sandbox-chat" });
});

test("a masked key tells which one it is, and no more", () => {
  expect(masked("tp-ab12cd34-0123456789abcdefw9x8")).toBe("tp-ab12cd34-••••••••w9x8");
});
