import { expect, test } from "vitest";
import type { FileRow } from "../../api/types";
import { dump } from "./hex";
import { viewsOf } from "./Preview";
import { shownType } from "./safe";
import { jsonOf, textOf } from "./text";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a browser is given bytes only as what it decodes and never runs", () => {
  const cases: [FileRow["kind"], string, string | null][] = [
    ["image", "image/png", "image/png"],
    ["image", "image/svg+xml", null],
    ["text", "text/html", null],
    ["pdf", "application/pdf", null],
    ["audio", "audio/mpeg", "audio/mpeg"],
    ["video", "video/webm", "video/webm"],
    ["audio", "text/html", null],
    ["video", "video/mp4;x=text/html", null],
    ["other", "application/octet-stream", null],
  ];
  for (const [kind, media_type, expected] of cases) expect(shownType({ kind, media_type }), media_type).toBe(expected);
});

test("what a file is decides how it can be seen, its bytes always", () => {
  const cases: [FileRow["kind"], string, string, string[]][] = [
    ["text", "text/plain", "notes.txt", ["text", "hex"]],
    ["text", "text/html", "page.html", ["text", "hex"]],
    ["text", "application/json", "a", ["tree", "text", "hex"]],
    ["text", "text/plain", "train.jsonl", ["tree", "text", "hex"]],
    ["image", "image/webp", "a.webp", ["image", "hex"]],
    ["pdf", "application/pdf", "a.pdf", ["pdf", "hex"]],
    ["image", "image/tiff", "a.tiff", ["hex"]],
    ["audio", "audio/wav", "a.wav", ["audio", "hex"]],
    ["other", "application/zip", "a.png", ["hex"]],
  ];
  for (const [kind, media_type, filename, views] of cases) {
    expect(viewsOf({ kind, media_type, filename }), media_type).toEqual(views);
  }
});

test("text is read in its own encoding, and a letter that was cut is left out", () => {
  expect(textOf(bytes("Grüße"))).toBe("Grüße");
  expect(textOf(bytes("Grü").slice(0, 3))).toBe("Gr");
  expect(textOf(new Uint8Array([0xff, 0xfe, 0x68, 0, 0x69, 0]))).toBe("hi");
});

test("JSON is a document, or lines of which the last may be cut", () => {
  const cases: [string, boolean, unknown][] = [
    ['{"a":1}', false, { a: 1 }],
    ['{"a":1}\n{"a":2}\n', false, [{ a: 1 }, { a: 2 }]],
    ['{"a":1}\n{"a":2', true, [{ a: 1 }]],
    ['{"a":1}\nnothing', false, undefined],
    ['{"a":[1,2', true, undefined],
    ["", true, undefined],
  ];
  for (const [text, cut, value] of cases) expect(jsonOf(text, cut), text).toEqual(value);
});

test("a dump has the place, the bytes and the letters of each line, in columns", () => {
  expect(dump(new Uint8Array([...bytes("Turnpike"), 0, 0xff]), 8)).toBe(
    "000000  54 75 72 6e 70 69 6b 65  Turnpike\n000008  00 ff                    ..",
  );
});
