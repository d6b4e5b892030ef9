import type { Call } from "./snippets";

type Outcomes = Record<
  "stream" | "chat" | "embeddings" | "transcript" | "text" | "images" | "drafts" | "urls",
  string
> & {
  speech: (file: string) => string;
};

export const PYTHON_OUTCOMES: Outcomes = {
  chat: "print(reply.choices[0].message.content)",
  embeddings: "print(len(reply.data), len(reply.data[0].embedding))",
  stream: `for chunk in reply:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="")`,
  transcript: "print(reply.text)",
  text: "print(reply)",
  speech: (file) => `reply.write_to_file("${file}")`,
  images: `for number, image in enumerate(reply.data):
    with open(f"image-{number}.EXT", "wb") as file:
        file.write(base64.b64decode(image.b64_json))`,
  drafts: `for number, event in enumerate(reply):
    with open(f"{event.type}-{number}.EXT", "wb") as file:
        file.write(base64.b64decode(event.b64_json))`,
  urls: "for image in reply.data:\n    print(image.url)",
};

export const NODE_OUTCOMES: Outcomes = {
  chat: "console.log(reply.choices[0].message.content);",
  embeddings: "console.log(reply.data.length, reply.data[0].embedding.length);",
  stream: `for await (const chunk of reply) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
}`,
  transcript: "console.log(reply.text);",
  text: "console.log(reply);",
  speech: (file) => `fs.writeFileSync("${file}", Buffer.from(await reply.arrayBuffer()));`,
  images: `for (const [number, image] of reply.data.entries()) {
  fs.writeFileSync(\`image-\${number}.EXT\`, Buffer.from(image.b64_json, "base64"));
}`,
  drafts: `let number = 0;
for await (const event of reply) {
  fs.writeFileSync(\`\${event.type}-\${number++}.EXT\`, Buffer.from(event.b64_json, "base64"));
}`,
  urls: "for (const image of reply.data) console.log(image.url);",
};

/** The lines that show what came of a call. */
export function outcome(path: Call["path"], body: Call["body"], outcomes: Outcomes): string {
  switch (path) {
    case "embeddings":
      return outcomes.embeddings;
    case "chat/completions":
      return body.stream === true ? outcomes.stream : outcomes.chat;
    case "audio/speech":
      return outcomes.speech(soundName(body));
    case "images/generations":
    case "images/edits":
      if (body.response_format === "url") return outcomes.urls;
      return (body.stream === true ? outcomes.drafts : outcomes.images).replace("EXT", imageEnding(body));
    default:
      return AS_TEXT.has(body.response_format) ? outcomes.text : outcomes.transcript;
  }
}

/** What is done with that which curl gets: the rest of its lines. */
export function curlOutcome(path: Call["path"], body: Call["body"]): string {
  if (path === "audio/speech") return ` \\\n  --output ${soundName(body)}`;
  if (!path.startsWith("images/") || body.response_format === "url") return "";
  if (body.stream === true) return " \\\n  --no-buffer";
  if (body.n !== undefined && body.n !== 1) return " \\\n  --output images.json";
  return ` \\\n  | jq -r '.data[0].b64_json' | base64 --decode > image.${imageEnding(body)}`;
}

function imageEnding({ output_format: format }: Call["body"]): string {
  return typeof format === "string" ? format : "png";
}

/** Where the code puts the sound. */
function soundName({ response_format: format }: Call["body"]): string {
  return `speech.${typeof format === "string" ? format : "mp3"}`;
}

/** The SDKs give these as plain text. */
const AS_TEXT = new Set<unknown>(["text", "srt", "vtt"]);
