import type { Call, CodeLanguage } from "./snippets";
import { bare, inCode, literal, type Piece, PYTHON, pieces } from "./writing";

/** How films and music are asked for and waited for. */

/** Is what this call makes a job's? */
export function makesJob({ path }: Pick<Call, "path">): boolean {
  return path === "videos/generations" || path === "music/generations";
}

export function jobCode(language: Exclude<CodeLanguage, "http">, call: Call): Piece[] {
  if (language === "curl") return curl(call);
  if (call.path === "music/generations") return language === "python" ? pythonMusic(call) : nodeMusic(call);
  return language === "python" ? pythonVideo(call) : nodeVideo(call);
}

function curl({ baseUrl, key, path, body }: Call): Piece[] {
  const secret: Piece = { text: key ?? "$OPENAI_API_KEY", role: "key" };
  const url: Piece = { text: baseUrl, role: "url" };
  const json = literal(body, 0).replaceAll("'", "'\\''");
  if (isWaitedFor(path, body)) {
    return pieces`FILE=$(curl -s ${url}/${path} \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '${json}' | jq -r '.data[0].file_id')

curl ${url}/files/$FILE/content \\
  -H "Authorization: Bearer ${secret}" --output ${fileName(path, body)}`;
  }
  return pieces`JOB=$(curl -s ${url}/${path} \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '${json}' | jq -r .job_id)

until curl -s ${url}/${path}/$JOB \\
  -H "Authorization: Bearer ${secret}" \\
  | jq -e '.status | IN("queued", "processing") | not' > /dev/null
do sleep 2; done

curl --fail ${url}/${path}/$JOB/content \\
  -H "Authorization: Bearer ${secret}" --output ${fileName(path, body)}`;
}

/** The SDK knows films by OpenAI's own route, which makes the same jobs. */
const OF_VIDEOS = new Set(["model", "prompt", "seconds", "size"]);

/** It writes seconds as a text. */
function given(body: Call["body"]): [string, unknown][] {
  return Object.entries(body).map(([name, value]) => [name, name === "seconds" ? String(value) : value]);
}

function pythonVideo({ baseUrl, key, path, body }: Call): Piece[] {
  const fields = given(body).filter(([name]) => OF_VIDEOS.has(name));
  const extra = given(body).filter(([name]) => !OF_VIDEOS.has(name));
  if (extra.length > 0) fields.push(["extra_body", Object.fromEntries(extra)]);
  const lines = fields.map(([name, value]) => `    ${name}=${literal(value, 1, PYTHON)},\n`).join("");
  return pieces`from openai import OpenAI

client = OpenAI(base_url="${{ text: baseUrl, role: "url" }}"${inCode(", api_key=", key)})
video = client.videos.create_and_poll(
${lines})
if video.status != "completed":
    raise SystemExit(video.error.message)
client.videos.download_content(video.id).write_to_file("${fileName(path, body)}")`;
}

/** The SDK for Node leaves the waiting to its caller. */
function nodeVideo({ baseUrl, key, path, body }: Call): Piece[] {
  const lines = given(body)
    .map(([name, value]) => `  ${bare(name)}: ${literal(value, 1)},\n`)
    .join("");
  return pieces`import fs from "node:fs";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${{ text: baseUrl, role: "url" }}"${inCode(", apiKey: ", key)} });
let video = await client.videos.create({
${lines}});
while (video.status === "queued" || video.status === "in_progress") {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  video = await client.videos.retrieve(video.id);
}
if (video.status !== "completed") throw new Error(video.error?.message);
const content = await client.videos.downloadContent(video.id);
fs.writeFileSync("${fileName(path, body)}", Buffer.from(await content.arrayBuffer()));`;
}

/** No SDK knows music, so that plain HTTP says it. */
function pythonMusic({ baseUrl, key, path, body }: Call): Piece[] {
  const secret: Piece = key === undefined ? { text: '{os.environ["OPENAI_API_KEY"]}' } : { text: key, role: "key" };
  const modules = [...(key === undefined ? ["os"] : []), ...(isWaitedFor(path, body) ? [] : ["time"])];
  const imports = modules.length > 0 ? `${modules.map((name) => `import ${name}\n`).join("")}\n` : "";
  return pieces`${imports}import requests

url = "${{ text: baseUrl, role: "url" }}/${path}"
session = requests.Session()
session.headers["Authorization"] = f'Bearer ${secret}'
${isWaitedFor(path, body) ? "reply" : "job"} = session.post(url, json=${literal(body, 0, PYTHON)}).json()
${isWaitedFor(path, body) ? pythonFile(baseUrl, path, body) : pythonWait(path, body)}`;
}

function pythonFile(baseUrl: string, path: Call["path"], body: Call["body"]): Piece[] {
  return pieces`with open("${fileName(path, body)}", "wb") as file:
    file.write(session.get(f'${{ text: baseUrl, role: "url" }}/files/{reply["data"][0]["file_id"]}/content').content)`;
}

function pythonWait(path: Call["path"], body: Call["body"]): Piece[] {
  return pieces`job_url = f'{url}/{job["job_id"]}'
while job["status"] in ("queued", "processing"):
    time.sleep(2)
    job = session.get(job_url).json()
if job["status"] != "completed":
    raise SystemExit(job["error"]["message"])
with open("${fileName(path, body)}", "wb") as file:
    file.write(session.get(f"{job_url}/content").content)`;
}

function nodeMusic({ baseUrl, key, path, body }: Call): Piece[] {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template in the code that is shown
  const secret: Piece = key === undefined ? { text: "${process.env.OPENAI_API_KEY}" } : { text: key, role: "key" };
  return pieces`import fs from "node:fs";

const url = "${{ text: baseUrl, role: "url" }}/${path}";
const headers = { Authorization: \`Bearer ${secret}\`, "Content-Type": "application/json" };
const asked = await fetch(url, { method: "POST", headers, body: JSON.stringify(${literal(body, 0)}) });
${isWaitedFor(path, body) ? nodeFile(baseUrl) : NODE_WAIT}
fs.writeFileSync("${fileName(path, body)}", Buffer.from(await content.arrayBuffer()));`;
}

function nodeFile(baseUrl: string): Piece[] {
  return pieces`const { data } = await asked.json();
const content = await fetch(\`${{ text: baseUrl, role: "url" }}/files/\${data[0].file_id}/content\`, { headers });`;
}

const NODE_WAIT = `let job = await asked.json();
const jobUrl = \`\${url}/\${job.job_id}\`;
while (["queued", "processing"].includes(job.status)) {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  job = await (await fetch(jobUrl, { headers })).json();
}
if (job.status !== "completed") throw new Error(job.error.message);
const content = await fetch(\`\${jobUrl}/content\`, { headers });`;

/** Does the call answer only when the music is there? */
function isWaitedFor(path: Call["path"], body: Call["body"]): boolean {
  return path === "music/generations" && body.background !== true;
}

function fileName(path: Call["path"], { output_format: format }: Call["body"]): string {
  return path === "videos/generations" ? "video.mp4" : `music.${typeof format === "string" ? format : "mp3"}`;
}
