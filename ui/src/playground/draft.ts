import type { ToolCall } from "../api/answer";
import type { Simulation } from "../api/try";

/** A picture as a data URL. */
export type Picture = string;

/** A file that the gateway keeps; only its id is sent. */
export interface AttachedFile {
  id: string;
  filename: string;
}

export type Turn =
  // Drafts that were kept before files could be attached have none.
  | { id: string; role: "user"; text: string; pictures: readonly Picture[]; files?: readonly AttachedFile[] }
  | { id: string; role: "assistant"; text: string; calls: readonly ToolCall[] }
  | { id: string; role: "tool"; text: string; call: string; name: string };

export const PARAMETERS = [
  "temperature",
  "top_p",
  "max_completion_tokens",
  "seed",
  "stop",
  "reasoning_effort",
] as const;
export type Parameter = (typeof PARAMETERS)[number];

export interface Format {
  kind: "text" | "json_object" | "json_schema";
  name: string;
  schema: string;
  strict: boolean;
}

/** One model that is asked. */
export interface Column {
  id: string;
  model: string;
}

/** All that a run is made of, as it is being written. Text that is empty is not sent. */
export interface Draft {
  columns: readonly Column[];
  /** The id of a key; null is the window's own. */
  key: string | null;
  system: string;
  turns: readonly Turn[];
  parameters: Readonly<Record<Parameter, string>>;
  /** JSON, as everything that is edited as JSON here. */
  tools: string;
  format: Format;
  /** Further fields of the request, as a JSON object. */
  extra: string;
  simulate: Simulation | null;
}

export const MOST_COLUMNS = 4;
export const FIRST_MODEL = "sandbox-chat";

const SCHEMA = `{
  "type": "object",
  "properties": {
    "answer": { "type": "string" }
  },
  "required": ["answer"],
  "additionalProperties": false
}`;

export const NO_PARAMETERS = Object.fromEntries(PARAMETERS.map((name) => [name, ""])) as Draft["parameters"];
export const TEXT_FORMAT: Format = { kind: "text", name: "answer", schema: SCHEMA, strict: true };

export function newDraft(): Draft {
  return {
    columns: [{ id: newId(), model: FIRST_MODEL }],
    key: null,
    system: "",
    turns: [userTurn()],
    parameters: NO_PARAMETERS,
    tools: "",
    format: TEXT_FORMAT,
    extra: "",
    simulate: null,
  };
}

/** Unique in this window. Pages of plain HTTP have no `crypto.randomUUID`. */
export function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

export function userTurn(text = "", pictures: readonly Picture[] = [], files: readonly AttachedFile[] = []): Turn {
  return { id: newId(), role: "user", text, pictures, ...(files.length > 0 ? { files } : {}) };
}

/** Does this turn carry anything yet? */
export function isEmpty(turn: Turn): boolean {
  switch (turn.role) {
    case "user":
      return turn.text.trim() === "" && turn.pictures.length === 0 && !turn.files?.length;
    case "assistant":
      return turn.text.trim() === "" && turn.calls.length === 0;
    case "tool":
      return false;
  }
}

/** Attaches a file to the message that is being written. `key`: who can see it, and so has to ask. */
export function withFile(draft: Draft, file: AttachedFile, key: string | null): Draft {
  const last = draft.turns.at(-1);
  const own = last?.role === "user" ? last : undefined;
  const turn = own ?? userTurn();
  const files = [...(own?.files ?? []).filter(({ id }) => id !== file.id), file];
  const changed = { ...turn, role: "user" as const, pictures: own?.pictures ?? [], files };
  return { ...draft, key, turns: [...draft.turns.slice(0, own ? -1 : undefined), changed] };
}

/** Starts over, for the same models and as the same key. */
export function cleared({ columns, key }: Draft): Draft {
  return { ...newDraft(), columns, key };
}

export function withTurn(draft: Draft, changed: Turn): Draft {
  return { ...draft, turns: draft.turns.map((turn) => (turn.id === changed.id ? changed : turn)) };
}

export function withNewTurn(draft: Draft, turn: Turn): Draft {
  return { ...draft, turns: [...draft.turns, turn] };
}

/** Without this turn; one that calls tools takes their results along, which would answer to nothing. */
export function withoutTurn(draft: Draft, id: string): Draft {
  const gone = draft.turns.find((turn) => turn.id === id);
  const calls = new Set(gone?.role === "assistant" ? gone.calls.map((call) => call.id) : []);
  const turns = draft.turns.filter((turn) => turn.id !== id && !(turn.role === "tool" && calls.has(turn.call)));
  return { ...draft, turns: turns.length === 0 ? [userTurn()] : turns };
}

/** The conversation as it was when this turn was sent, or before it was given. */
export function backTo(draft: Draft, id: string): Draft {
  const at = draft.turns.findIndex((turn) => turn.id === id);
  if (at < 0) return draft;
  const kept = draft.turns[at]?.role === "assistant" ? at : at + 1;
  return { ...draft, turns: draft.turns.slice(0, kept) };
}

/** Takes an answer as the next turn, with room for what comes after it: each tool's result, or the next message. */
export function withAnswer(draft: Draft, { text, calls }: { text: string; calls: readonly ToolCall[] }): Draft {
  const said = draft.turns.filter((turn, index) => index < draft.turns.length - 1 || !isEmpty(turn));
  const next: Turn[] =
    calls.length === 0
      ? [userTurn()]
      : calls.map((call) => ({ id: newId(), role: "tool", text: "", call: call.id, name: call.name }));
  return { ...draft, turns: [...said, { id: newId(), role: "assistant", text, calls }, ...next] };
}

export function withColumn(draft: Draft, model: string): Draft {
  if (draft.columns.length >= MOST_COLUMNS) return draft;
  return { ...draft, columns: [...draft.columns, { id: newId(), model }] };
}

export function withoutColumn(draft: Draft, id: string): Draft {
  if (draft.columns.length === 1) return draft;
  return { ...draft, columns: draft.columns.filter((column) => column.id !== id) };
}

/** Asks these models; a column keeps its place, and its answer, where its model stays. */
export function withModels(draft: Draft, models: readonly string[]): Draft {
  const wanted = models.slice(0, MOST_COLUMNS);
  if (wanted.length === 0) return draft;
  const columns = wanted.map((model, at) => {
    const known = draft.columns[at];
    return known?.model === model ? known : { id: newId(), model };
  });
  return { ...draft, columns };
}
