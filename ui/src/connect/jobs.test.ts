import { expect, test } from "vitest";
import { type Call, type CodeLanguage, callCode, plainText } from "./snippets";

const baseUrl = "http://127.0.0.1:4180/v1";
const code = (language: CodeLanguage, call: Omit<Call, "baseUrl">) =>
  plainText(callCode(language, { baseUrl, ...call }));

const video = {
  path: "videos/generations",
  body: { model: "film", prompt: "It's dawn", seconds: 4, aspect_ratio: "16:9" },
} as const;
const music = {
  path: "music/generations",
  body: { model: "band", prompt: "calm", output_format: "wav", background: true },
} as const;

test("a film is asked for, waited for and downloaded as the SDKs do it, and what they do not know goes along", () => {
  expect(code("python", video)).toBe(`from openai import OpenAI

client = OpenAI(base_url="http://127.0.0.1:4180/v1")
video = client.videos.create_and_poll(
    model="film",
    prompt="It's dawn",
    seconds="4",
    extra_body={"aspect_ratio": "16:9"},
)
if video.status != "completed":
    raise SystemExit(video.error.message)
client.videos.download_content(video.id).write_to_file("video.mp4")`);
  const node = code("node", video);
  expect(node).toContain('client.videos.create({\n  model: "film",\n');
  expect(node).toContain('  seconds: "4",\n  aspect_ratio: "16:9",\n});');
  expect(node).toContain("  video = await client.videos.retrieve(video.id);\n}");
  expect(node).toMatch(/client\.videos\.downloadContent\(video\.id\);\nfs\.writeFileSync\("video\.mp4"/);
});

test("curl keeps the id of the job, looks until it has ended and fetches what it made", () => {
  const curl = code("curl", video);
  expect(curl).toContain("JOB=$(curl -s http://127.0.0.1:4180/v1/videos/generations \\\n");
  expect(curl).toContain(`It'\\''s dawn`);
  expect(curl).toContain("| jq -r .job_id)");
  expect(curl).toMatch(/\nuntil curl -s .*\/\$JOB \\\n(.*\n){2}do sleep 2; done\n/);
  expect(curl).toMatch(/generations\/\$JOB\/content \\\n {2}-H .* --output video\.mp4$/);
});

test("music, which no SDK knows, is asked for over plain HTTP", () => {
  const python = code("python", music);
  expect(python).toMatch(/^import os\nimport time\n\nimport requests\n/);
  expect(python).toContain(`f'Bearer {os.environ["OPENAI_API_KEY"]}'`);
  expect(python).toContain('"background": True}');
  expect(python).toContain(`job_url = f'{url}/{job["job_id"]}'`);
  expect(python).toContain('open("music.wav", "wb")');
  const node = code("node", music);
  expect(node).toContain(`\`Bearer \${process.env.OPENAI_API_KEY}\``);
  expect(node).toContain(`const jobUrl = \`\${url}/\${job.job_id}\`;`);
  expect(code("python", { ...music })).not.toContain("undefined");
});

test("music that is waited for comes in one answer, and is read from Files", () => {
  const { background: _, ...body } = music.body;
  const python = code("python", { ...music, body });
  expect(python).toMatch(/^import os\n\nimport requests\n/);
  expect(python).toContain(`${baseUrl}/files/{reply["data"][0]["file_id"]}/content`);
  expect(code("node", { ...music, body })).toContain(`/files/\${data[0].file_id}/content\``);
  expect(code("curl", { ...music, body })).toContain("| jq -r '.data[0].file_id')");
  expect(code("http", { ...music, body })).toMatch(/^POST \/v1\/music\/generations HTTP\/1\.1\n/);
});

test("a key that is shown stands where it belongs", () => {
  expect(code("python", { ...video, key: "tp-1" })).toContain('api_key="tp-1"');
  expect(code("python", { ...music, key: "tp-1" })).toContain("f'Bearer tp-1'");
  expect(code("node", { ...music, key: "tp-1" })).toContain("`Bearer tp-1`");
});
