// The helpers of the official Node SDK, with a provider of every dialect behind the same address.
import assert from "node:assert/strict";
import test from "node:test";
import OpenAI from "openai";
import { zodFunction, zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";

const completions = new OpenAI({ baseURL: process.env.TURNPIKE_BASE_URL, apiKey: process.env.TURNPIKE_WHOLE_KEY, maxRetries: 0 }).chat.completions;
const messages = [{ role: "user", content: "Say hello." }];
const TEXT = "Hello there, Grüße 🐈";
const MARIA = { name: "Maria", age: 34 };

const weather = (asked) =>
  zodFunction({
    name: "get_weather",
    parameters: z.object({ city: z.string() }),
    function: ({ city }) => {
      asked.push(city);
      return `21 degrees in ${city}`;
    },
  });

for (const model of ["openai", "mistral", "anthropic", "anthropic-older", "cohere", "gemini"]) {
  test(`${model}: a stream is told by its events and put together`, async () => {
    const stream = completions.stream({ model, messages, stream_options: { include_usage: true } });
    const pieces = [];
    stream.on("content.delta", ({ delta }) => pieces.push(delta));
    const final = await stream.finalChatCompletion();
    assert.equal(final.choices[0].message.content, TEXT);
    assert.deepEqual([final.choices[0].finish_reason, final.model, final.usage.total_tokens], ["stop", model, 15]);
    assert.equal(pieces.join(""), TEXT);
    assert.ok(pieces.length > 2);
  });

  test(`${model}: an answer is parsed by a schema, whole and as a stream`, async () => {
    const response_format = zodResponseFormat(z.object({ name: z.string(), age: z.number().int() }), "person");
    const whole = await completions.parse({ model, messages, response_format });
    const streamed = await completions.stream({ model, messages, response_format }).finalChatCompletion();
    for (const answer of [whole, streamed]) {
      assert.deepEqual(answer.choices[0].message.parsed, MARIA);
      assert.equal(answer.choices[0].finish_reason, "stop");
    }
  });

  test(`${model}: tools are run until there is an answer, streaming or not`, async () => {
    for (const stream of [false, true]) {
      const asked = [];
      const runner = completions.runTools({ model, messages, tools: [weather(asked)], reasoning_effort: "low", stream });
      assert.equal(await runner.finalContent(), "Heard: 21 degrees in Paris; 21 degrees in Lima");
      assert.deepEqual(asked, ["Paris", "Lima"]);
      assert.deepEqual(runner.messages.map(({ role }) => role), ["user", "assistant", "tool", "tool", "assistant"]);
    }
  });
}
