import { expect, test } from "vitest";
import { extensionOf, playable, samplesOf } from "./sound";
import { peaksOf, place } from "./waveform";

test("bare samples get a header that players read", async () => {
  const samples = new Uint8Array([1, 2, 3, 4]);
  const sound = playable(samples, "audio/pcm");
  expect(sound.type).toBe("audio/wav");
  const bytes = new Uint8Array(await sound.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const text = (from: number, to: number) => new TextDecoder().decode(bytes.slice(from, to));
  expect([text(0, 4), text(8, 16), text(36, 40)]).toEqual(["RIFF", "WAVEfmt ", "data"]);
  expect([view.getUint32(4, true), view.getUint32(24, true), view.getUint32(40, true)]).toEqual([40, 24_000, 4]);
  expect([...bytes.slice(44)]).toEqual([1, 2, 3, 4]);
});

test("other sounds go as they are, under a type that players know", async () => {
  const bytes = new Uint8Array([9, 9]);
  for (const [type, shown] of [
    ["audio/mpeg", "audio/mpeg"],
    ["audio/wav; rate=24000", "audio/wav"],
    ["audio/opus", "audio/ogg"],
  ] as const) {
    const sound = playable(bytes, type);
    expect([sound.type, sound.size], type).toEqual([shown, 2]);
  }
});

test("a sound is named after what came, whatever was asked for", () => {
  expect(extensionOf("audio/wav", "mp3")).toBe("wav");
  expect(extensionOf("audio/mpeg", "")).toBe("mp3");
  expect(extensionOf("application/octet-stream", "flac")).toBe("flac");
  expect(extensionOf("application/octet-stream", "")).toBe("bin");
});

test("peaks are the loudest of each part, the loudest of all being 1", () => {
  expect(peaksOf(new Float32Array([0.1, -0.5, 0.25, 0]), 2)).toEqual([1, 0.5]);
  expect(peaksOf(new Float32Array([0, 0]), 2)).toEqual([0, 0]);
  expect(peaksOf(new Float32Array([]), 2)).toEqual([0, 0]);
});

test("places in a sound are written to the tenth of a second", () => {
  for (const [seconds, text] of [
    [0, "0:00.0"],
    [2.24, "0:02.2"],
    [59.96, "1:00.0"],
    [725, "12:05.0"],
    [3_725.5, "1:02:05.5"],
  ] as const) {
    expect(place(seconds), String(seconds)).toBe(text);
  }
});

test("samples are written as 16 bits, the too loud as the loudest", () => {
  expect([...new Int16Array(samplesOf(new Float32Array([0, 1, -1, 0.5, 1.5, -2])).buffer)]).toEqual([
    0, 32_767, -32_767, 16_383, 32_767, -32_767,
  ]);
});
