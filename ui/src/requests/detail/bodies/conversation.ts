import { add, NO_ANSWER, type Answer as Sum, type ToolCall } from "../../../api/answer";
import { isEvents, timedEvents } from "./stream";

/** A part of what somebody said. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "image"; url: string }
  | { kind: "audio"; url: string | null; transcript: string | null }
  | { kind: "refusal"; text: string }
  | { kind: "other"; json: unknown };

/** One message, whoever sent it. */
export interface Turn {
  role: string;
  name: string | null;
  parts: Part[];
  calls: ToolCall[];
  reasoning: string | null;
  /** Which call a tool's message answers. */
  answers: string | null;
}

export interface Answer {
  turns: Turn[];
  finish: (string | null)[];
  /** The error that the answer ended with. */
  error: string | null;
}

type Fields = Record<string, unknown>;

/** The messages of a chat request; null for a body that is none. */
export function promptOf(request: string): Turn[] | null {
  const { messages } = fieldsOf(parsed(request));
  return Array.isArray(messages) ? messages.map(turnOf) : null;
}

/** What was answered: as it came, or assembled from the events of a stream. Half a body gives half an answer. */
export function answerOf(response: string): Answer {
  if (isEvents(response)) return assembled(response);
  const body = fieldsOf(parsed(response));
  const choices = listOf(body.choices).map(fieldsOf);
  return {
    turns: choices.map((choice) => turnOf(choice.message)),
    finish: choices.map((choice) => textOf(choice.finish_reason)),
    error: textOf(fieldsOf(body.error).message),
  };
}

/** Everything of a turn that can be read, as text. */
export function plainTurn(turn: Turn): string {
  const said = turn.parts.map((part) => {
    if (part.kind === "text" || part.kind === "refusal") return part.text;
    if (part.kind === "audio") return part.transcript ?? "";
    return part.kind === "image" ? part.url.slice(0, 80) : JSON.stringify(part.json);
  });
  const called = turn.calls.map((call) => `${call.name}(${call.arguments})`);
  return [...said, ...called].filter(Boolean).join("\n");
}

/** What a chunk of a stream brings, without what every chunk repeats. */
export function gistOf(data: string): string {
  const chunk = fieldsOf(parsed(data));
  const choice = fieldsOf(listOf(chunk.choices)[0]);
  const brought = Object.entries(fieldsOf(choice.delta)).filter(([, value]) => value !== null && value !== "");
  if (choice.finish_reason) brought.push(["finish_reason", choice.finish_reason]);
  if (chunk.usage) brought.push(["usage", chunk.usage]);
  if (brought.length === 0) return data;
  if (brought.length === 1 && brought[0]?.[0] === "content") return JSON.stringify(brought[0][1]);
  return brought.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join("  ");
}

function assembled(response: string): Answer {
  const choices: Sum[] = [];
  let error: string | null = null;
  for (const { data } of timedEvents(response, [])) {
    const chunk = fieldsOf(parsed(data));
    error = textOf(fieldsOf(chunk.error).message) ?? error;
    for (const choice of listOf(chunk.choices).map(fieldsOf)) {
      const index = typeof choice.index === "number" && choice.index < MOST_CHOICES ? choice.index : 0;
      choices[index] = add(choices[index] ?? NO_ANSWER, { choices: [{ ...choice, index: 0 }] });
    }
  }
  return {
    turns: choices.map(({ text, reasoning, calls }) => ({
      ...NOTHING_SAID,
      parts: text === "" ? [] : [{ kind: "text", text }],
      calls: [...calls],
      reasoning: reasoning || null,
    })),
    finish: choices.map(({ finishReason }) => finishReason),
    error,
  };
}

/** OpenAI's own bound for `n`: an index is somebody else's number, and a list is as long as its last one. */
const MOST_CHOICES = 128;
const NOTHING_SAID: Turn = { role: "assistant", name: null, parts: [], calls: [], reasoning: null, answers: null };

function turnOf(raw: unknown): Turn {
  const message = fieldsOf(raw);
  const parts = partsOf(message.content);
  const refusal = textOf(message.refusal);
  if (refusal) parts.push({ kind: "refusal", text: refusal });
  if (message.audio) parts.push(audioOf(fieldsOf(message.audio), "wav"));
  return {
    role: textOf(message.role) ?? "assistant",
    name: textOf(message.name),
    parts,
    calls: callsOf(message),
    reasoning: textOf(message.reasoning_content) ?? textOf(message.reasoning),
    answers: textOf(message.tool_call_id),
  };
}

/** Of a large file only the head is kept, and how much followed. */
export function lacksFile(text: string): boolean {
  return /… \(\d+ bytes not kept\)("|$)/.test(text);
}

function partsOf(content: unknown): Part[] {
  if (typeof content === "string") return content === "" ? [] : [{ kind: "text", text: content }];
  return listOf(content).map((raw) => {
    const part = fieldsOf(raw);
    const text = textOf(part.text);
    if (text !== null) return { kind: "text", text };
    const refusal = textOf(part.refusal);
    if (refusal !== null) return { kind: "refusal", text: refusal };
    const url = textOf(part.image_url) ?? textOf(fieldsOf(part.image_url).url);
    if (url !== null) return { kind: "image", url };
    if (part.input_audio) return audioOf(fieldsOf(part.input_audio), "wav");
    return { kind: "other", json: raw };
  });
}

function audioOf(audio: Fields, format: string): Part {
  const data = textOf(audio.data);
  const type = textOf(audio.format) ?? format;
  return {
    kind: "audio",
    url: data && !lacksFile(data) ? `data:audio/${type};base64,${data}` : null,
    transcript: textOf(audio.transcript),
  };
}

function callsOf(message: Fields): ToolCall[] {
  const calls = listOf(message.tool_calls).map(fieldsOf);
  if (message.function_call) calls.push({ function: message.function_call });
  return calls.map((call) => {
    const named = fieldsOf(call.function ?? call.custom);
    return {
      id: textOf(call.id) ?? "",
      name: textOf(named.name) ?? "",
      arguments: textOf(named.arguments) ?? textOf(named.input) ?? "",
    };
  });
}

/** JSON, or null. Bodies may be cut, and clients may send anything. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
