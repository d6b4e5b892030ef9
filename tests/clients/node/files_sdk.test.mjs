// Files with the official Node SDK, as its users keep them.
import assert from "node:assert/strict";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import OpenAI, { toFile } from "openai";

const client = (key = "WHOLE") =>
  new OpenAI({ baseURL: process.env.TURNPIKE_BASE_URL, apiKey: process.env[`TURNPIKE_${key}_KEY`], maxRetries: 0 });

async function ids(pages) {
  const found = [];
  for await (const file of pages) found.push(file.id);
  return found;
}

test.afterEach(async () => {
  for (const id of await ids(client().files.list())) await client().files.delete(id);
});

test("a file goes in and comes out as it was", async () => {
  const content = Buffer.alloc(1_000_000, "0123456789abcdef");
  const folder = mkdtempSync(join(tmpdir(), "turnpike-"));
  const path = join(folder, "numbers of Grüße.bin");
  writeFileSync(path, content);
  const file = await client().files.create({ file: createReadStream(path), purpose: "user_data" });
  rmSync(folder, { recursive: true });
  assert.deepEqual([file.object, file.bytes, file.filename, file.purpose], ["file", content.length, "numbers of Grüße.bin", "user_data"]);
  assert.equal((await client().files.retrieve(file.id)).id, file.id);
  const read = await client().files.content(file.id);
  assert.ok(content.equals(Buffer.from(await read.arrayBuffer())));
  assert.equal((await client().files.delete(file.id)).deleted, true);
  await assert.rejects(client().files.retrieve(file.id), OpenAI.NotFoundError);
});

test("pages are walked while files are deleted", async () => {
  const made = [];
  for (let number = 0; number < 5; number++) {
    const file = await toFile(Buffer.from("{}"), `${number}.jsonl`);
    made.push((await client().files.create({ file, purpose: "batch" })).id);
  }
  assert.deepEqual(await ids(client().files.list({ limit: 2, order: "asc" })), made);
  for await (const file of client().files.list({ limit: 2 })) await client().files.delete(file.id);
  assert.deepEqual(await ids(client().files.list()), []);
});

test("a file expires when it is told to", async () => {
  const expires_after = { anchor: "created_at", seconds: 3_600 };
  const file = await client().files.create({ file: new File(["text"], "a.txt"), purpose: "user_data", expires_after });
  assert.equal(file.expires_at - file.created_at, 3_600);
});

test("a chat names a file", async () => {
  const file = await client().files.create({ file: new File(["a note"], "a.txt"), purpose: "user_data" });
  const content = [{ type: "file", file: { file_id: file.id } }];
  const answer = await client().chat.completions.create({ model: "chat", messages: [{ role: "user", content }] });
  assert.ok(answer.choices[0].message.content);
});

test("errors are the SDK's own", async () => {
  const file = await client().files.create({ file: new File(["text"], "a.txt"), purpose: "user_data" });
  await assert.rejects(client("NARROW").files.retrieve(file.id), OpenAI.NotFoundError);
  await assert.rejects(client().files.content("file-unknown"), OpenAI.NotFoundError);
  await assert.rejects(client().files.create({ file: new File(["text"], "a.txt"), purpose: "fun" }), OpenAI.BadRequestError);
  await assert.rejects(client().files.list({ limit: 0 }), OpenAI.BadRequestError);
});
