// Films with the official Node SDK, and music as a plain HTTP client asks for it.
import assert from "node:assert/strict";
import test from "node:test";
import OpenAI from "openai";

const client = () => new OpenAI({ baseURL: process.env.TURNPIKE_BASE_URL, apiKey: process.env.TURNPIKE_WHOLE_KEY, maxRetries: 0 });

// The job when it has ended, looked at as this version of the SDK has to.
async function ended(look, running) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const job = await look();
    if (!running.includes(job.status)) return job;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error("it never ended");
}

async function film(asked) {
  const { id } = await client().videos.create(asked);
  return ended(() => client().videos.retrieve(id), ["queued", "in_progress"]);
}

test("a film is made, fetched, listed and deleted", async () => {
  const asked = { model: "sandbox-video", prompt: "A boat at dawn [takes 1s]", seconds: "1", size: "320x180" };
  const video = await film(asked);
  assert.deepEqual([video.status, video.progress, video.seconds, video.size], ["completed", 100, "1", "320x180"]);
  const content = Buffer.from(await (await client().videos.downloadContent(video.id)).arrayBuffer());
  assert.equal(content.subarray(4, 8).toString(), "ftyp");
  const listed = [];
  for await (const one of client().videos.list()) listed.push(one.id);
  assert.ok(listed.includes(video.id));
  assert.equal((await client().videos.delete(video.id)).deleted, true);
  await assert.rejects(client().videos.retrieve(video.id), OpenAI.NotFoundError);
});

test("a film that fails says why", async () => {
  const video = await film({ model: "sandbox-video", prompt: "[fail] [takes 1s]", seconds: "1" });
  assert.deepEqual([video.status, video.error.code], ["failed", "sandbox_failed"]);
});

test("music is a job when it is asked for in the background", async () => {
  const body = { model: "sandbox-music", prompt: "Calm [takes 1s]", duration: 1, background: true };
  const { data: accepted, response } = await client().post("/music/generations", { body }).withResponse();
  assert.deepEqual([response.status, response.headers.get("x-credits-reserved")], [202, "0.500000"]);
  const path = `/music/generations/${accepted.job_id}`;
  const job = await ended(() => client().get(path), ["queued", "processing"]);
  assert.deepEqual([job.status, job.credits_used], ["completed", "0.500000"]);
  const music = Buffer.from(await (await client().get(`${path}/content`, { __binaryResponse: true })).arrayBuffer());
  assert.equal(music.subarray(0, 4).toString(), "RIFF");
});
