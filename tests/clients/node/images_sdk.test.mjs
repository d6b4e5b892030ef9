// Images with the official Node SDK, against the sandbox.
import assert from "node:assert/strict";
import test from "node:test";
import OpenAI, { toFile } from "openai";

const client = new OpenAI({ baseURL: process.env.TURNPIKE_BASE_URL, apiKey: process.env.TURNPIKE_WHOLE_KEY, maxRetries: 0 });

const draw = (more = {}) => client.images.generate({ model: "sandbox-image", prompt: "A red fox", size: "256x256", ...more });
const png = (image) => Buffer.from(image.b64_json, "base64");
const fox = async () => png((await draw()).data[0]);

test("images are drawn as large and as many as asked for", async () => {
  const { data } = await draw({ n: 2, size: "512x512" });
  for (const image of data.map(png)) assert.deepEqual([image.readUInt32BE(16), image.readUInt32BE(20)], [512, 512]);
  await assert.rejects(draw({ n: 11 }), OpenAI.BadRequestError);
});

test("an image may be had at an address that needs no key", async () => {
  const [image] = (await draw({ response_format: "url" })).data;
  assert.equal(image.b64_json, undefined);
  assert.ok(Buffer.from(await (await fetch(image.url)).arrayBuffer()).equals(await fox()));
});

test("images are edited, with a mask too", async () => {
  const image = await fox();
  const file = () => toFile(image, "fox.png", { type: "image/png" });
  const edit = async (more) => png((await client.images.edit({ model: "sandbox-image", prompt: "A blue sky", image: await file(), ...more })).data[0]);
  const edited = await edit({});
  assert.ok(!edited.equals(image));
  assert.ok((await edit({ image: [await file(), await file()] })).equals(edited));
  // No pixel of it is transparent: nothing may be changed.
  assert.ok((await edit({ mask: await file() })).equals(image));
});

test("drafts come as a stream", async () => {
  const events = [];
  for await (const event of await draw({ stream: true, partial_images: 1 })) events.push(event);
  assert.deepEqual(events.map((event) => event.type), ["image_generation.partial_image", "image_generation.completed"]);
  assert.ok(png(events[1]).equals(await fox()));
});
