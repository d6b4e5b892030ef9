import { expect, test } from "vitest";
import { TRANSCRIPTION } from "./trade";
import { transcriptOf } from "./transcript";

const bytes = (text: string) => new TextEncoder().encode(text);
const cues = [
  { start: 0, end: 2.24, text: "Good morning." },
  { start: 3_725.5, end: 3_727, text: "The gate is open." },
];

test("subtitles of either kind give text and times", () => {
  const srt =
    "1\r\n00:00:00,000 --> 00:00:02,240\r\nGood morning.\r\n\r\n2\r\n01:02:05,500 --> 01:02:07,000\r\nThe gate\r\nis open.\r\n\r\n";
  const vtt =
    "WEBVTT\n\n00:00.000 --> 00:02.240 align:start\nGood morning.\n\n01:02:05.500 --> 01:02:07.000\nThe gate\nis open.\n";
  for (const [format, raw] of [
    ["srt", srt],
    ["vtt", vtt],
  ] as const) {
    expect(transcriptOf(bytes(raw), format), format).toMatchObject({
      text: "Good morning. The gate is open.",
      segments: cues,
      raw,
    });
  }
});

test("JSON tells what it has: text alone, or all of it", () => {
  expect(transcriptOf(bytes('{"text":" Hi. "}'), "json")).toMatchObject({ text: "Hi.", segments: [], duration: null });
  const verbose = { text: "Hi.", language: "english", duration: 1.5, segments: [{ start: 0, end: 1.5, text: " Hi." }] };
  const words = [{ start: 0, end: 0.4, word: "Hi" }];
  expect(transcriptOf(bytes(JSON.stringify({ ...verbose, words })), "verbose_json")).toMatchObject({
    text: "Hi.",
    language: "english",
    duration: 1.5,
    segments: [{ start: 0, end: 1.5, text: "Hi." }],
    words: [{ start: 0, end: 0.4, text: "Hi" }],
  });
});

test("what is not as it should be is shown as it came", () => {
  expect(transcriptOf(bytes("<html>"), "json")).toMatchObject({ text: "<html>", raw: "<html>" });
  expect(transcriptOf(bytes(" Good morning.\n"), "text").text).toBe("Good morning.");
});

test("nothing is sent that is not set, and nothing that the endpoint does not take", () => {
  const draft = { ...TRANSCRIPTION.fresh, file: new File(["x"], "a.wav") };
  expect(TRANSCRIPTION.sentOf(draft)).toEqual({
    path: "audio/transcriptions",
    body: { model: "sandbox-transcribe", response_format: "verbose_json" },
    files: [{ field: "file", name: "a.wav" }],
  });
  const all = { ...draft, language: " de ", prompt: "Turnpike", wordTimes: true };
  expect(TRANSCRIPTION.sentOf(all).body).toMatchObject({
    language: "de",
    prompt: "Turnpike",
    timestamp_granularities: ["word", "segment"],
  });
  expect(TRANSCRIPTION.sentOf({ ...all, translate: true })).toEqual({
    path: "audio/translations",
    body: { model: "sandbox-transcribe", response_format: "verbose_json", prompt: "Turnpike" },
    files: [{ field: "file", name: "a.wav" }],
  });
  expect(TRANSCRIPTION.sentOf({ ...all, format: "srt" }).body).not.toHaveProperty("timestamp_granularities");
});
