import { expect, test } from "vitest";
import { drawingsOf, nameOf, typeOf } from "./drawn";

const PNG = "iVBORw0KGgo=";
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const partial = (at: number) => ({ type: "image_edit.partial_image", b64_json: PNG, partial_image_index: at });
const completed = { type: "image_edit.completed", b64_json: PNG, seed: 7 };

test("an answer is its images, with what was said of each", () => {
  const data = [
    { b64_json: PNG, revised_prompt: "a gate, finely drawn", seed: 12 },
    { url: "https://cdn.example/1.png" },
  ];
  const drawings = drawingsOf({ bytes: bytes({ created: 1, data }), events: [] });
  const [first, second] = drawings?.images ?? [];
  expect([first?.picture?.type, first?.picture?.size, first?.revised, first?.seed]).toEqual([
    "image/png",
    8,
    "a gate, finely drawn",
    "12",
  ]);
  expect(second).toEqual({ picture: null, url: "https://cdn.example/1.png", revised: null, seed: null });
});

test("a stream is what came so far: a draft is there until its image is", () => {
  for (const [events, images, draft] of [
    [[], 0, undefined],
    [[partial(0)], 0, 1],
    [[partial(0), partial(1)], 0, 2],
    [[partial(0), completed], 1, undefined],
    [[partial(0), completed, partial(0)], 1, 1],
  ] as const) {
    const drawings = drawingsOf({ bytes: null, events });
    expect([drawings?.images.length, drawings?.draft?.n], JSON.stringify(events)).toEqual([images, draft]);
  }
});

test("the same event is decoded once", () => {
  const first = drawingsOf({ bytes: null, events: [completed] })?.images[0];
  expect(drawingsOf({ bytes: null, events: [completed, partial(0)] })?.images[0]).toBe(first);
});

test("what is no such answer is told apart from one without images", () => {
  expect(drawingsOf({ bytes: bytes("sorry"), events: [] })).toBeNull();
  expect(drawingsOf({ bytes: bytes({ data: [{ b64_json: "not base64!" }] }), events: [] })).toBeNull();
  expect(drawingsOf({ bytes: bytes({ data: [] }), events: [] })?.images).toEqual([]);
});

test("an image is known by its first bytes", () => {
  const head = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  for (const [text, type] of [
    ["\x89PNG\r\n\x1a\n", "image/png"],
    ["\xff\xd8\xff\xe0", "image/jpeg"],
    ["RIFF\0\0\0\0WEBP", "image/webp"],
    ["GIF89a", "image/gif"],
    ["<svg onload=alert(1)>", null],
    ["", null],
  ] as const) {
    expect(typeOf(head(text)), text).toBe(type);
  }
});

test("an image is named after its words", () => {
  const png = new Blob([], { type: "image/png" });
  expect(nameOf("A toll gate, at dawn: mist over the road", 2, png)).toBe("a-toll-gate-at-dawn-mist-2.png");
  expect(nameOf("Crème brûlée", 1, new Blob([], { type: "image/jpeg" }))).toBe("creme-brulee-1.jpg");
  expect(nameOf("門", 1, png)).toBe("image-1.png");
});
