import { expect, test } from "vitest";
import { type Call, type CodeLanguage, callCode, plainText } from "./snippets";

const code = (language: CodeLanguage, call: Omit<Call, "baseUrl">) =>
  plainText(callCode(language, { baseUrl: "http://127.0.0.1:4180/v1", ...call }));

const drawn = {
  path: "images/generations",
  body: { model: "painter", prompt: "a gate", n: 2, response_format: "b64_json", seed: 7 },
} as const;
const edited: Omit<Call, "baseUrl"> = {
  path: "images/edits",
  body: { model: "painter", prompt: "at night", response_format: "b64_json", output_format: "webp" },
  files: [
    { field: "image[]", name: "gate.png" },
    { field: "image[]", name: "moon.png" },
    { field: "mask", name: "mask.png" },
  ],
};

test("the SDKs draw and edit by their own names, and write each image", () => {
  const python = code("python", drawn);
  expect(python).toMatch(/^import base64\n\nfrom openai import OpenAI\n/);
  expect(python).toContain('client.images.generate(\n    model="painter",\n    prompt="a gate",\n    n=2,');
  expect(python).toContain('    extra_body={"seed": 7},');
  expect(python).toContain('open(f"image-{number}.png", "wb")');
  expect(code("node", drawn)).toMatch(/^import fs from "node:fs";\nimport OpenAI/);
  expect(code("node", edited)).toContain("client.images.edit({");
  expect(code("node", edited)).toMatch(/`image-\$\{number\}\.webp`/);
});

test("several images are a list beside their mask, one is itself", () => {
  expect(code("python", edited)).toContain(
    'images.edit(\n    image=[open("gate.png", "rb"), open("moon.png", "rb")],\n    mask=open("mask.png", "rb"),\n    model=',
  );
  expect(code("node", edited)).toContain(
    '  image: [fs.createReadStream("gate.png"), fs.createReadStream("moon.png")],\n  mask: fs.createReadStream("mask.png"),',
  );
  expect(code("curl", edited)).toContain(
    `-F 'image[]=@"gate.png"' \\\n  -F 'image[]=@"moon.png"' \\\n  -F 'mask=@"mask.png"'`,
  );
  expect(code("http", edited).match(/name="image\[\]"; filename=/g)).toHaveLength(2);
  const one = { ...edited, files: [{ field: "image", name: "gate.png" }] } as const;
  expect(code("python", one)).toContain('    image=open("gate.png", "rb"),\n    model=');
});

test("curl leaves an image where there is one, and lets a stream through as it comes", () => {
  const ending = (body: Record<string, unknown>) =>
    code("curl", { ...drawn, body })
      .split("}'")
      .at(-1);
  for (const [body, end] of [
    [{ n: 1 }, " \\\n  | jq -r '.data[0].b64_json' | base64 --decode > image.png"],
    [{ output_format: "jpeg" }, " \\\n  | jq -r '.data[0].b64_json' | base64 --decode > image.jpeg"],
    [{ n: 3 }, " \\\n  --output images.json"],
    [{ stream: true }, " \\\n  --no-buffer"],
    [{ response_format: "url" }, ""],
  ] as const) {
    expect(ending(body), JSON.stringify(body)).toBe(end);
  }
});

test("addresses are printed, and nothing is written then", () => {
  const body = { ...drawn.body, response_format: "url" };
  expect(code("python", { ...drawn, body })).toMatch(/print\(image\.url\)$/);
  expect(code("python", { ...drawn, body })).not.toContain("base64");
  expect(code("node", { ...drawn, body })).not.toContain("node:fs");
});

test("a stream leaves each draft", () => {
  const body = { ...drawn.body, stream: true, partial_images: 2 };
  expect(code("python", { ...drawn, body })).toContain('open(f"{event.type}-{number}.png", "wb")');
  expect(code("node", { ...drawn, body })).toContain("for await (const event of reply) {");
});
