import { curlForm, type FilePart, httpForm } from "./form";
import { jobCode, makesJob } from "./jobs";
import { curlOutcome, NODE_OUTCOMES, outcome, PYTHON_OUTCOMES } from "./outcome";
import { isNamed, methodOf, writesFiles } from "./sdk";
import { bare, inCode, literal, type Piece, PYTHON, pieces } from "./writing";

export { type Piece, plainText } from "./writing";

/** How to call the gateway, in the languages of those who do. */
export const LANGUAGES = ["curl", "python", "node", "env"] as const;
export type Language = (typeof LANGUAGES)[number];
/** Those that make a call, rather than only say where to. */
export const CODE_LANGUAGES = ["curl", "python", "node", "http"] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

interface Facts {
  baseUrl: string;
  key: string;
  model: string;
}

/** One call to /v1. Without a key, the code takes it from the environment. */
export interface Call {
  baseUrl: string;
  key?: string;
  path:
    | "chat/completions"
    | "embeddings"
    | "images/generations"
    | "images/edits"
    | "audio/speech"
    | "audio/transcriptions"
    | "audio/translations"
    | "videos/generations"
    | "music/generations";
  body: Record<string, unknown>;
  /** The files that go with the body, as a form then. */
  files?: readonly FilePart[];
}

export function snippet(language: Language, { baseUrl, key, model }: Facts): Piece[] {
  if (language === "env") {
    return pieces`OPENAI_BASE_URL=${{ text: baseUrl, role: "url" }}
OPENAI_API_KEY=${{ text: key, role: "key" }}`;
  }
  const body = { model, messages: [{ role: "user", content: "Hello" }] };
  return callCode(language, { baseUrl, key, path: "chat/completions", body });
}

/** The code that makes exactly this call. */
export function callCode(language: CodeLanguage, call: Call): Piece[] {
  if (language !== "http" && makesJob(call)) return jobCode(language, call);
  return { curl, python, node, http }[language](call);
}

function curl({ baseUrl, key, path, body, files }: Call): Piece[] {
  const secret: Piece = { text: key ?? "$OPENAI_API_KEY", role: "key" };
  if (files) {
    return pieces`curl ${{ text: baseUrl, role: "url" }}/${path} \\
  -H "Authorization: Bearer ${secret}" \\
  ${curlForm(body, files).join(" \\\n  ")}${curlOutcome(path, body)}`;
  }
  // A shell ends a quoted text at the next quote, whatever stands before it.
  const json = literal(body, 0).replaceAll("'", "'\\''");
  return pieces`curl ${{ text: baseUrl, role: "url" }}/${path} \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '${json}'${curlOutcome(path, body)}`;
}

function python({ baseUrl, key, path, body, files = [] }: Call): Piece[] {
  const extra = Object.entries(body).filter(([name]) => !isNamed(path, name));
  const fields = Object.entries(body).filter(([name]) => isNamed(path, name));
  // The SDK for Python takes what it does not know under this name only.
  if (extra.length > 0) fields.push(["extra_body", Object.fromEntries(extra)]);
  const opened = openedFiles(files, "=", (file) => `open(${file}, "rb")`).map((file) => `    ${file},\n`);
  const given = fields.map(([name, value]) => `    ${name}=${literal(value, 1, PYTHON)},\n`);
  return pieces`${path.startsWith("images/") && writesFiles(path, body) ? "import base64\n\n" : ""}from openai import OpenAI

client = OpenAI(base_url="${{ text: baseUrl, role: "url" }}"${inCode(", api_key=", key)})
reply = client.${methodOf(path)}(
${[...opened, ...given].join("")})
${outcome(path, body, PYTHON_OUTCOMES)}`;
}

function node({ baseUrl, key, path, body, files = [] }: Call): Piece[] {
  const opened = openedFiles(files, ": ", (file) => `fs.createReadStream(${file})`).map((file) => `  ${file},\n`);
  const given = Object.entries(body).map(([name, value]) => `  ${bare(name)}: ${literal(value, 1)},\n`);
  const disk = files.length > 0 || writesFiles(path, body);
  return pieces`${disk ? 'import fs from "node:fs";\n' : ""}import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${{ text: baseUrl, role: "url" }}"${inCode(", apiKey: ", key)} });
const reply = await client.${methodOf(path)}({
${[...opened, ...given].join("")}});
${outcome(path, body, NODE_OUTCOMES)}`;
}

/** One argument for each field; several files of one field are a list. */
function openedFiles(files: readonly FilePart[], is: string, open: (file: string) => string): string[] {
  return [...new Set(files.map(({ field }) => field))].map((field) => {
    const opened = files.filter((part) => part.field === field).map(({ name }) => open(JSON.stringify(name)));
    return `${field.replace("[]", "")}${is}${field.endsWith("[]") ? `[${opened.join(", ")}]` : opened.join("")}`;
  });
}

/** The call as it goes over the wire. */
function http({ baseUrl, key, path, body, files }: Call): Piece[] {
  const { host, pathname } = new URL(baseUrl);
  const secret: Piece = { text: key ?? "$OPENAI_API_KEY", role: "key" };
  if (files) {
    return pieces`POST ${pathname}/${path} HTTP/1.1
Host: ${{ text: host, role: "url" }}
Authorization: Bearer ${secret}
${httpForm(body, files)}`;
  }
  const json = literal(body, 0);
  return pieces`POST ${pathname}/${path} HTTP/1.1
Host: ${{ text: host, role: "url" }}
Authorization: Bearer ${secret}
Content-Type: application/json
Content-Length: ${String(new TextEncoder().encode(json).length)}

${json}`;
}
