import { expect, test } from "vitest";
import { MUSIC } from "../music/trade";
import { VIDEO } from "../video/trade";
import { musicDraftOf, videoDraftOf } from "./drafts";

test("what a job was asked for becomes a draft that asks for the same", () => {
  for (const parameters of [
    { model: "m", prompt: "a boat", seconds: 8, aspect_ratio: "16:9", resolution: "720p", n: 2, seed: 7 },
    { model: "m", prompt: "a boat", seconds: 4, size: "1280x720", image: "file-1", negative_prompt: "rain" },
    { model: "m", prompt: "a boat", aspect_ratio: "5:4", camera: { fixed: true } },
  ]) {
    expect(VIDEO.sentOf(videoDraftOf({ parameters })).body).toEqual(parameters);
  }
  for (const parameters of [
    { model: "m", prompt: "calm", lyrics: "la", duration: 30, output_format: "wav", seed: 7, background: true },
    { model: "m", prompt: "calm", instrumental: true, style: "lo-fi", background: true },
  ]) {
    expect(MUSIC.sentOf(musicDraftOf({ parameters })).body).toEqual(parameters);
  }
});

test("other words for the same are understood, and an image that is not kept is left out", () => {
  const film = { model: "m", prompt: "x", duration: "5", input_reference: { file_id: "file-1" } };
  expect(VIDEO.sentOf(videoDraftOf({ parameters: film })).body).toEqual({
    model: "m",
    prompt: "x",
    seconds: 5,
    image: "file-1",
  });
  expect(videoDraftOf({ parameters: { model: "m", prompt: "x", image: null } }).image).toBeNull();
});
