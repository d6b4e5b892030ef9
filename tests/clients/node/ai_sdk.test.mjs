// The Vercel AI SDK through both of its OpenAI providers. It checks every chunk against a schema of its own.
import assert from "node:assert/strict";
import test from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, embedMany, generateObject, generateText, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";

const baseURL = process.env.TURNPIKE_BASE_URL;
const prompt = "Say hello.";
const TEXT = "Hello there, Grüße 🐈";
const WHOLE = process.env.TURNPIKE_WHOLE_KEY;

function compatible(apiKey = WHOLE) {
  return createOpenAICompatible({ name: "turnpike", baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true });
}

function providers() {
  return [
    ["openai-compatible", (model) => compatible()(model)],
    ["openai", (model) => createOpenAI({ baseURL, apiKey: WHOLE }).chat(model)],
  ];
}

for (const [name, model] of providers()) {
  test(`${name}: an answer has its text and usage`, async () => {
    const { text, usage, response } = await generateText({ model: model("chat"), prompt, maxRetries: 0 });
    assert.equal(text, TEXT);
    assert.equal(usage.totalTokens, 15);
    assert.equal(response.headers["x-credits-used"], "0.200000");
  });

  test(`${name}: a stream has its text and usage and no error`, async () => {
    const errors = [];
    const result = streamText({ model: model("chat"), prompt, maxRetries: 0, onError: ({ error }) => errors.push(error) });
    let text = "";
    for await (const piece of result.textStream) text += piece;
    assert.deepEqual(errors, []);
    assert.equal(text, TEXT);
    assert.equal((await result.usage).totalTokens, 15);
    assert.equal(await result.finishReason, "stop");
  });

  test(`${name}: the sandbox answers in a stream`, async () => {
    const result = streamText({ model: model("sandbox-chat"), prompt, maxRetries: 0 });
    assert.ok((await result.text).length > 0);
  });

  test(`${name}: tools are called until there is an answer`, async () => {
    const get_weather = tool({ inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => `21 degrees in ${city}` });
    const options = { prompt, tools: { get_weather }, stopWhen: stepCountIs(3), maxRetries: 0 };
    const whole = await generateText({ model: model("chat"), ...options });
    const streamed = streamText({ model: model("chat"), ...options });
    for (const text of [whole.text, await streamed.text]) {
      assert.match(text, /21 degrees in Paris.*21 degrees in Lima/);
    }
    assert.equal(whole.steps.length, 2);
  });

  test(`${name}: an object follows its schema`, async () => {
    const schema = z.object({ name: z.string(), age: z.number() });
    const { object } = await generateObject({ model: model("chat"), prompt, schema, maxRetries: 0 });
    assert.deepEqual(object, { name: "Maria", age: 34 });
  });

  test(`${name}: a stream that breaks tells so`, async () => {
    const errors = [];
    const result = streamText({ model: model("breaks-in-the-middle"), prompt, maxRetries: 0, onError: ({ error }) => errors.push(error) });
    await result.consumeStream();
    assert.equal(errors.length, 1);
  });
}

test("vectors are embedded in a batch", async () => {
  const { embeddings } = await embedMany({ model: compatible().embeddingModel("embed"), values: ["a", "b"], maxRetries: 0 });
  assert.deepEqual(embeddings, [[0.5, -0.25, 0], [0.5, -0.25, 1]]);
});

test("an error says whether trying again can help", async () => {
  const ask = (key, model) => generateText({ model: compatible(key)(model), prompt, maxRetries: 0 });
  for (const [call, status, retryable] of [
    [() => ask("sk-wrong", "chat"), 401, false],
    [() => ask(WHOLE, "none"), 404, false],
    [() => ask(WHOLE, "broken"), 500, true],
  ]) {
    await assert.rejects(call, (error) => {
      assert.ok(APICallError.isInstance(error), `${error}`);
      assert.equal(error.statusCode, status);
      assert.equal(error.isRetryable, retryable);
      return true;
    });
  }
});
