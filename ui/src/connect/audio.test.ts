import { expect, test } from "vitest";
import { type Call, type CodeLanguage, callCode, plainText } from "./snippets";

const baseUrl = "http://127.0.0.1:4180/v1";
const code = (language: CodeLanguage, call: Omit<Call, "baseUrl">) =>
  plainText(callCode(language, { baseUrl, ...call }));

const speech = {
  path: "audio/speech",
  body: { model: "voice", input: "Hi", voice: "alloy", response_format: "wav" },
} as const;
const transcript: Omit<Call, "baseUrl"> = {
  path: "audio/transcriptions",
  body: { model: "ear", response_format: "verbose_json", timestamp_granularities: ["word", "segment"] },
  files: [{ field: "file", name: 'it\'s "quoted".mp3' }],
};

test("sound is written to a file of its format, in every language", () => {
  expect(code("curl", speech)).toMatch(/\\\n {2}--output speech\.wav$/);
  expect(code("python", speech)).toContain("client.audio.speech.create(\n    model=");
  expect(code("python", speech)).toMatch(/reply\.write_to_file\("speech\.wav"\)$/);
  expect(code("node", speech)).toMatch(/^import fs from "node:fs";/);
  expect(code("node", speech)).toContain('fs.writeFileSync("speech.wav", Buffer.from(await reply.arrayBuffer()));');
  const plain = { ...speech, body: { model: "voice", input: "Hi", voice: "alloy" } };
  expect(code("curl", plain)).toContain("--output speech.mp3");
});

test("a file goes as a form, whatever its name", () => {
  expect(code("curl", transcript).split(" \\\n  ").slice(2)).toEqual([
    `-F 'file=@"it'\\''s \\"quoted\\".mp3"'`,
    "-F 'model=ear'",
    "-F 'response_format=verbose_json'",
    "-F 'timestamp_granularities[]=word'",
    "-F 'timestamp_granularities[]=segment'",
  ]);
  expect(code("python", transcript)).toContain('    file=open("it\'s \\"quoted\\".mp3", "rb"),\n    model="ear",');
  expect(code("node", transcript)).toContain('  file: fs.createReadStream("it\'s \\"quoted\\".mp3"),\n  model: "ear",');
  const http = code("http", transcript);
  expect(http).toContain("Content-Type: multipart/form-data; boundary=");
  expect(http).toContain('name="file"; filename="it\'s %22quoted%22.mp3"');
  expect(http.match(/name="timestamp_granularities\[\]"/g)).toHaveLength(2);
});

test("curl takes a value for a value, not for a file's name or a type", () => {
  const risky = { ...transcript, body: { prompt: "@home", language: "en;type=text/html" } };
  expect(code("curl", risky)).toContain(
    "--form-string 'prompt=@home' \\\n  --form-string 'language=en;type=text/html'",
  );
});

test("what came is printed as the SDKs give it", () => {
  for (const [format, python, node] of [
    ["srt", "print(reply)", "console.log(reply);"],
    ["json", "print(reply.text)", "console.log(reply.text);"],
  ] as const) {
    const call = { ...transcript, body: { model: "ear", response_format: format } };
    expect(code("python", call).endsWith(python), format).toBe(true);
    expect(code("node", call).endsWith(node), format).toBe(true);
  }
});
