// The official Node SDK, as its users use it.
import assert from "node:assert/strict";
import test from "node:test";
import OpenAI, { APIError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";

const baseURL = process.env.TURNPIKE_BASE_URL;
const messages = [{ role: "user", content: "Say hello." }];
const TEXT = "Hello there, Grüße 🐈";
const ID = /^[0-9a-f-]{36}$/;

function client(key = "WHOLE", options = {}) {
  return new OpenAI({ baseURL, apiKey: process.env[`TURNPIKE_${key}_KEY`], maxRetries: 0, ...options });
}

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    parse: JSON.parse,
    function: ({ city }) => `21 degrees in ${city}`,
  },
};

test("an answer has its text, usage and request id", async () => {
  const answer = await client().chat.completions.create({ model: "chat", messages });
  assert.equal(answer.choices[0].message.content, TEXT);
  assert.equal(answer.usage.total_tokens, 15);
  assert.match(answer._request_id, ID);
});

test("the sandbox answers", async () => {
  const answer = await client().chat.completions.create({ model: "sandbox-chat", messages });
  assert.ok(answer.choices[0].message.content);
});

test("a stream is read chunk by chunk with its usage and cost last", async () => {
  const stream = await client().chat.completions.create({ model: "chat", messages, stream: true, stream_options: { include_usage: true } });
  let text = "";
  let last;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? "";
    last = chunk;
  }
  assert.equal(text, TEXT);
  assert.equal(last.usage.total_tokens, 15);
  assert.equal(Number(last.usage.credits_used).toFixed(6), "0.200000");
});

test("the stream helper puts the answer together", async () => {
  const pieces = [];
  const stream = client().chat.completions.stream({ model: "chat", messages });
  stream.on("content", (piece) => pieces.push(piece));
  const final = await stream.finalChatCompletion();
  assert.equal(final.choices[0].message.content, TEXT);
  assert.equal(pieces.join(""), TEXT);
  assert.ok(pieces.length > 2);
});

test("a stream can be aborted and the client used again", async () => {
  const one = client();
  const stream = await one.chat.completions.create({ model: "sandbox-chat", messages, stream: true });
  for await (const chunk of stream) {
    assert.ok(chunk.id);
    stream.controller.abort();
  }
  assert.ok((await one.chat.completions.create({ model: "chat", messages })).choices);
});

test("tools are run until there is an answer, streaming or not", async () => {
  for (const stream of [false, true]) {
    const runner = client().chat.completions.runTools({ model: "chat", messages, tools: [weather], stream });
    assert.equal(await runner.finalContent(), "Heard: 21 degrees in Paris; 21 degrees in Lima");
  }
});

test("an answer is parsed by a schema", async () => {
  const person = z.object({ name: z.string(), age: z.number().int() });
  for (const model of ["chat", "sandbox-chat"]) {
    const answer = await client().chat.completions.parse({ model, messages, response_format: zodResponseFormat(person, "person") });
    assert.equal(typeof answer.choices[0].message.parsed.age, "number", model);
  }
});

test("vectors come as floats though the SDK asks for base64", async () => {
  const answer = await client().embeddings.create({ model: "embed", input: ["a", "b"] });
  assert.deepEqual(answer.data.map((item) => [...item.embedding]), [[0.5, -0.25, 0], [0.5, -0.25, 1]]);
  assert.ok((await client().embeddings.create({ model: "sandbox-embed", input: "a" })).data[0].embedding.length > 0);
});

test("the cost and the fallback are in the headers", async () => {
  const { response } = await client().chat.completions.create({ model: "chat", messages }).withResponse();
  assert.equal(response.headers.get("x-credits-used"), "0.200000");
  const fallen = await client().chat.completions.create({ model: "sandbox-overloaded", messages }).withResponse();
  const names = ["x-fallback-from", "x-fallback-depth", "x-model-used"];
  assert.deepEqual(names.map((name) => fallen.response.headers.get(name)), ["sandbox-overloaded", "1", "sandbox-chat"]);
});

test("models are listed and fetched with a slash in the name", async () => {
  const ids = [];
  for await (const model of client().models.list()) ids.push(model.id);
  assert.ok(ids.includes("chat") && ids.includes("sandbox-chat"));
  assert.equal((await client().models.retrieve("vendor/chat-with-slash")).id, "vendor/chat-with-slash");
});

test("each error is the class that the SDK has for it", async () => {
  const ask = (key, model, more = {}) => client(key).chat.completions.create({ model, messages, ...more });
  const wrong = new OpenAI({ baseURL, apiKey: "sk-wrong", maxRetries: 0 });
  for (const [call, kind, status, code] of [
    [() => wrong.chat.completions.create({ model: "chat", messages }), OpenAI.AuthenticationError, 401, "invalid_api_key"],
    [() => ask("NARROW", "chat"), OpenAI.PermissionDeniedError, 403, "model_not_allowed"],
    [() => ask("WHOLE", "none"), OpenAI.NotFoundError, 404, "model_not_found"],
    [() => ask("WHOLE", "none", { stream: true }), OpenAI.NotFoundError, 404, "model_not_found"],
    [() => ask("WHOLE", "chat", { temperature: 9 }), OpenAI.BadRequestError, 400, "decimal_above_max_value"],
    [() => ask("POOR", "flat"), OpenAI.RateLimitError, 429, "insufficient_quota"],
    [() => ask("WHOLE", "broken"), OpenAI.InternalServerError, 500, "upstream_error"],
  ]) {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof kind, `${error}`);
      assert.equal(error.status, status);
      assert.equal(error.code, code);
      assert.match(error.requestID, ID);
      return true;
    });
  }
});

test("a spent budget is not tried again", async () => {
  let calls = 0;
  const counted = (...request) => {
    calls += 1;
    return fetch(...request);
  };
  const poor = client("POOR", { maxRetries: 2, fetch: counted });
  await assert.rejects(poor.chat.completions.create({ model: "flat", messages }), OpenAI.RateLimitError);
  assert.equal(calls, 1);
});

test("a stream that breaks throws after its last text", async () => {
  let text = "";
  await assert.rejects(async () => {
    const stream = await client().chat.completions.create({ model: "breaks-in-the-middle", messages, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? "";
  }, APIError);
  assert.equal(text, TEXT);
});
