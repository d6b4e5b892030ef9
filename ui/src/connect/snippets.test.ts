import { expect, test } from "vitest";
import { type Call, callCode, LANGUAGES, plainText, snippet } from "./snippets";
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

const call: Call = {
  baseUrl: facts.baseUrl,
  path: "chat/completions",
  body: {
    model: "chat",
    messages: [
      { role: "user", content: 'It\'s "quoted",\nand longer than what fits on one line of code, so it is broken.' },
    ],
    stream: true,
    store: null,
    top_k: 5,
  },
};

test("a call without a key takes it from the environment, in every language", () => {
  expect(plainText(callCode("curl", call))).toContain("Bearer $OPENAI_API_KEY");
  expect(plainText(callCode("python", call))).not.toContain("api_key");
  expect(plainText(callCode("node", call))).not.toContain("apiKey");
});

test("curl sends the body as it was, quotes and all", () => {
  const [, quoted = ""] = /-d '(.*)'$/s.exec(plainText(callCode("curl", call))) ?? [];
  expect(JSON.parse(quoted.replaceAll("'\\''", "'"))).toEqual(call.body);
});

test("Python's code has Python's words, and hands over under extra_body what its SDK does not know", () => {
  const code = plainText(callCode("python", call));
  for (const part of ["    stream=True,", "    store=None,", '    extra_body={"top_k": 5},', "for chunk in reply:"]) {
    expect(code).toContain(part);
  }
});

test("Node's code is JavaScript that holds the body", () => {
  const [, given = ""] = /create\((\{.*\})\);\nfor await/s.exec(plainText(callCode("node", call))) ?? [];
  expect(new Function(`return ${given}`)()).toEqual(call.body);
});

test("raw HTTP says how long its body is", () => {
  const [head = "", body = ""] = plainText(callCode("http", call)).split(/\n\n(.*)/s);
  expect(head.split("\n").slice(0, 3)).toEqual([
    "POST /v1/chat/completions HTTP/1.1",
    "Host: 127.0.0.1:4180",
    "Authorization: Bearer $OPENAI_API_KEY",
  ]);
  expect(head).toContain(`Content-Length: ${new TextEncoder().encode(body).length}`);
  expect(JSON.parse(body)).toEqual(call.body);
});

test("embeddings are counted rather than printed", () => {
  const code = callCode("python", { ...call, path: "embeddings", body: { model: "e", input: ["a"] } });
  expect(plainText(code)).toContain('client.embeddings.create(\n    model="e",\n    input=["a"],\n)');
});

test("a masked key tells which one it is, and no more", () => {
  expect(masked("tp-ab12cd34-0123456789abcdefw9x8")).toBe("tp-ab12cd34-••••••••w9x8");
});
