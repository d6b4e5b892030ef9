// Speech and transcripts with the official Node SDK, against the sandbox.
import assert from "node:assert/strict";
import test from "node:test";
import OpenAI, { toFile } from "openai";

const client = new OpenAI({ baseURL: process.env.TURNPIKE_BASE_URL, apiKey: process.env.TURNPIKE_WHOLE_KEY, maxRetries: 0 });

async function spoken(more = {}) {
  const answer = await client.audio.speech.create({ model: "sandbox-speech", voice: "alloy", input: "Hello there", ...more });
  return Buffer.from(await answer.arrayBuffer());
}

test("speech is sound", async () => {
  const sound = await spoken();
  assert.equal(sound.subarray(0, 4).toString() + sound.subarray(8, 12), "RIFFWAVE");
  assert.ok(sound.subarray(44).equals(await spoken({ response_format: "pcm" })));
  await assert.rejects(spoken({ input: "x".repeat(4_097) }), OpenAI.BadRequestError);
});

test("a transcript comes in every format", async () => {
  const sound = await spoken();
  const file = () => toFile(sound, "a.wav");
  const transcribe = async (more) => client.audio.transcriptions.create({ model: "sandbox-transcribe", file: await file(), ...more });
  const { text } = await transcribe({});
  assert.match(text, /^Sandbox: audio\/wav of 42284 bytes, 0\.88 seconds long/);
  assert.equal(await transcribe({ response_format: "srt" }), `1\n00:00:00,000 --> 00:00:00,880\n${text}\n\n`);
  const events = [];
  for await (const event of await transcribe({ stream: true })) events.push(event.type);
  assert.deepEqual(events, ["transcript.text.delta", "transcript.text.done"]);
  assert.equal((await client.audio.translations.create({ model: "sandbox-transcribe", file: await file() })).text, text);
});
