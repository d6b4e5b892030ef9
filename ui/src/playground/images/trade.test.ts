import { expect, test } from "vitest";
import { again, IMAGES, type ImagesDraft } from "./trade";

const png = (name: string) => new File(["x"], name, { type: "image/png" });
const gate = { file: png("gate.png"), mask: null };
const draft = (change: Partial<ImagesDraft>): ImagesDraft => ({ ...IMAGES.fresh, prompt: "a gate", ...change });

test("nothing is sent that is not set, and what is set as the API has it", () => {
  expect(IMAGES.sentOf(draft({}))).toEqual({
    path: "images/generations",
    body: { model: "sandbox-image", prompt: "a gate", response_format: "b64_json" },
  });
  const set = { count: "2", size: "512x512", quality: "high", background: "opaque", format: "webp", seed: "7" };
  expect(IMAGES.sentOf(draft({ ...set, answer: "url", extra: '{"moderation": "low", "n": 3}' })).body).toEqual({
    model: "sandbox-image",
    prompt: "a gate",
    n: 3,
    size: "512x512",
    quality: "high",
    background: "opaque",
    output_format: "webp",
    seed: 7,
    response_format: "url",
    moderation: "low",
  });
});

test("a stream says how many drafts it wants, and not as what: it brings base64", () => {
  const { body } = IMAGES.sentOf(draft({ stream: true, drafts: 3, answer: "url" }));
  expect(body).toEqual({ model: "sandbox-image", prompt: "a gate", stream: true, partial_images: 3 });
});

test("one image is sent as itself, several as a list, and the first one's mask", () => {
  const masked = { ...gate, mask: { marks: [], file: png("mask.png") } };
  const cases: [ImagesDraft["given"], string[]][] = [
    [[], ["image image.png"]],
    [[gate], ["image gate.png"]],
    [[masked], ["image gate.png", "mask mask.png"]],
    [
      [masked, gate],
      ["image[] gate.png", "image[] gate.png", "mask mask.png"],
    ],
    [
      [gate, masked],
      ["image[] gate.png", "image[] gate.png"],
    ],
  ];
  for (const [given, parts] of cases) {
    const edit = draft({ work: "edit", given });
    const { path, files = [] } = IMAGES.sentOf(edit);
    expect([path, ...files.map(({ field, name }) => `${field} ${name}`)]).toEqual(["images/edits", ...parts]);
    if (given.length > 0) expect(IMAGES.filesOf?.(edit).map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  }
});

test("what can not be drawn is told before it is sent", () => {
  const cases: [Partial<ImagesDraft>, boolean][] = [
    [{}, true],
    [{ prompt: " " }, false],
    [{ work: "edit" }, false],
    [{ work: "edit", given: [gate] }, true],
    [{ count: "10" }, true],
    [{ count: "11" }, false],
    [{ count: "0" }, false],
    [{ size: "auto" }, true],
    [{ size: "large" }, false],
    [{ size: "0x10" }, false],
    [{ seed: "-1" }, false],
    [{ extra: "{" }, false],
    [{ extra: "[]" }, false],
  ];
  for (const [change, fine] of cases) {
    expect(IMAGES.problemOf(draft(change)) === null, JSON.stringify(change)).toBe(fine);
  }
});

test("once more is the same, but for a seed that would bring the same image", () => {
  expect(again(draft({}))).toEqual(draft({}));
  const other = again(draft({ seed: "7" }));
  expect(other.seed).toMatch(/^\d+$/);
  expect(other.seed).not.toBe("7");
});

test("images go with the page, and editing with them; words stay", () => {
  const { given: _, work: __, ...kept } = draft({});
  expect(IMAGES.keptOf?.(draft({ work: "edit", given: [gate] }))).toEqual(kept);
});
