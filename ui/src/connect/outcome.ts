import type { Call } from "./snippets";

type Outcomes = Record<"stream" | "chat" | "embeddings" | "transcript" | "text", string> & {
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
    default:
      return AS_TEXT.has(body.response_format) ? outcomes.text : outcomes.transcript;
  }
}

/** Where the code puts the sound. */
export function soundName({ response_format: format }: Call["body"]): string {
  return `speech.${typeof format === "string" ? format : "mp3"}`;
}

/** The SDKs give these as plain text. */
const AS_TEXT = new Set<unknown>(["text", "srt", "vtt"]);
