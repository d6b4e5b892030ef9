import type { ToolCall } from "../api/answer";
import {
  type AttachedFile,
  type Draft,
  type Format,
  isEmpty,
  NO_PARAMETERS,
  newId,
  PARAMETERS,
  type Parameter,
  TEXT_FORMAT,
  type Turn,
  userTurn,
} from "./draft";
import { type Fault, readJson } from "./json";

type Fields = Record<string, unknown>;

/** What keeps a draft from being sent. */
export type Problem =
  | { field: "turns"; is: "nothing" }
  | { field: Parameter; is: "number" }
  | { field: JsonFieldName; is: "json"; fault: Fault }
  | { field: JsonFieldName; is: "shape" };
type JsonFieldName = "tools" | "schema" | "extra";

/** The request of a draft, but for its model. */
export function bodyOf(draft: Draft): { body: Fields; problems: Problem[] } {
  const problems: Problem[] = [];
  const json = (field: JsonFieldName, text: string, fits: (value: unknown) => boolean): unknown => {
    const { value, problem } = jsonOf(field, text, fits);
    if (problem) problems.push(problem);
    return value;
  };
  const turns = draft.turns.filter((turn) => !isEmpty(turn));
  if (turns.length === 0) problems.push({ field: "turns", is: "nothing" });
  const system = draft.system.trim() === "" ? [] : [{ role: "system", content: draft.system }];
  const tools = json("tools", draft.tools, isToolList) as Fields[] | undefined;
  const schema = draft.format.kind === "json_schema" ? json("schema", draft.format.schema, isObject) : undefined;
  const extra = json("extra", draft.extra, isObject) as Fields | undefined;
  const format = formatField(draft.format, schema);
  const body: Fields = {
    messages: [...system, ...turns.map(message)],
    ...parameterFields(draft.parameters, problems),
    ...(tools && tools.length > 0 ? { tools } : {}),
    ...(format ? { response_format: format } : {}),
    ...extra,
  };
  return { body, problems };
}

/** The further fields of any request. */
export function furtherFields(text: string): { value?: Fields; problem?: Problem } {
  const { value, problem } = jsonOf("extra", text, isObject);
  return { ...(isObject(value) ? { value } : {}), ...(problem ? { problem } : {}) };
}

function jsonOf(
  field: JsonFieldName,
  text: string,
  fits: (value: unknown) => boolean,
): { value?: unknown; problem?: Problem } {
  if (text.trim() === "") return {};
  const { value, fault } = readJson(text);
  if (fault) return { problem: { field, is: "json", fault } };
  return fits(value) ? { value } : { problem: { field, is: "shape" } };
}

function parameterFields(parameters: Draft["parameters"], problems: Problem[]): Fields {
  const fields: Fields = {};
  for (const name of PARAMETERS) {
    const text = parameters[name].trim();
    if (text === "") continue;
    if (name === "reasoning_effort") fields[name] = text;
    else if (name === "stop") fields[name] = stops(parameters[name]);
    else if (Number.isFinite(Number(text))) fields[name] = Number(text);
    else problems.push({ field: name, is: "number" });
  }
  return fields;
}

/** One sequence a line. `\n` is written as two characters, since a line can not hold one. */
function stops(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replaceAll("\\n", "\n"));
}

function formatField({ kind, name, strict }: Format, schema: unknown): Fields | undefined {
  if (kind === "text") return undefined;
  if (kind === "json_object") return { type: kind };
  return { type: kind, json_schema: { name: name.trim() || TEXT_FORMAT.name, schema, ...(strict ? { strict } : {}) } };
}

function message(turn: Turn): Fields {
  switch (turn.role) {
    case "user": {
      const files = (turn.files ?? []).map(({ id }) => ({ type: "file", file: { file_id: id } }));
      if (turn.pictures.length + files.length === 0) return { role: "user", content: turn.text };
      const pictures = turn.pictures.map((url) => ({ type: "image_url", image_url: { url } }));
      const text = turn.text.trim() === "" ? [] : [{ type: "text", text: turn.text }];
      return { role: "user", content: [...text, ...pictures, ...files] };
    }
    case "assistant": {
      if (turn.calls.length === 0) return { role: "assistant", content: turn.text };
      const calls = turn.calls.map(({ id, name, arguments: given }) => ({
        id,
        type: "function",
        function: { name, arguments: given },
      }));
      return { role: "assistant", content: turn.text === "" ? null : turn.text, tool_calls: calls };
    }
    case "tool":
      return { role: "tool", tool_call_id: turn.call, content: turn.text };
  }
}

/** A draft made of a request that somebody sent. What it has no place for goes to the further fields. */
export function fromBody(draft: Draft, text: string): Draft | null {
  const { value } = readJson(text);
  if (!isObject(value)) return null;
  const { model, messages, tools, response_format: format, stream: _, stream_options: __, ...rest } = value;
  const parameters: Record<Parameter, string> = { ...NO_PARAMETERS };
  for (const [name, given] of Object.entries(rest)) {
    const known = name === "max_tokens" ? "max_completion_tokens" : PARAMETERS.find((each) => each === name);
    if (!known) continue;
    if (given !== null) parameters[known] = known === "stop" ? [given].flat().map(escaped).join("\n") : String(given);
    delete rest[name];
  }
  const all = Array.isArray(messages) ? messages.filter(isObject) : [];
  const isSystem = ({ role }: Fields) => role === "system" || role === "developer";
  const turns = all.filter((each) => !isSystem(each)).map(turnOf);
  return {
    ...draft,
    columns: typeof model === "string" ? [{ id: newId(), model }] : draft.columns,
    system: all
      .filter(isSystem)
      .map(({ content }) => textOf(content))
      .join("\n\n"),
    turns: turns.length === 0 ? [userTurn()] : turns,
    parameters,
    tools: Array.isArray(tools) && tools.length > 0 ? pretty(tools) : "",
    format: formatOf(format),
    extra: Object.keys(rest).length > 0 ? pretty(rest) : "",
    simulate: null,
  };
}

function turnOf({ role, content, tool_calls: calls, tool_call_id: call, name }: Fields): Turn {
  const text = textOf(content);
  if (role === "assistant") return { id: newId(), role, text, calls: Array.isArray(calls) ? calls.map(callOf) : [] };
  if (role === "tool") return { id: newId(), role, text, call: String(call ?? ""), name: String(name ?? "") };
  return userTurn(text, picturesOf(content), filesOf(content));
}

function callOf(sent: { id?: string; function?: { name?: string; arguments?: string } }): ToolCall {
  return { id: sent.id ?? newId(), name: sent.function?.name ?? "", arguments: sent.function?.arguments ?? "" };
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const texts: unknown[] = content.map((part) => part?.text).filter((text) => typeof text === "string");
  return texts.join("\n");
}

function picturesOf(content: unknown): string[] {
  if (!Array.isArray(content)) return [];
  return content.map((part) => part?.image_url?.url).filter((url) => typeof url === "string");
}

/** Their names are not in a request. */
function filesOf(content: unknown): AttachedFile[] {
  if (!Array.isArray(content)) return [];
  const ids: unknown[] = content.map((part) => part?.file?.file_id);
  return ids.filter((id) => typeof id === "string").map((id) => ({ id, filename: id }));
}

function formatOf(format: unknown): Format {
  if (!isObject(format)) return TEXT_FORMAT;
  if (format.type === "json_object") return { ...TEXT_FORMAT, kind: "json_object" };
  if (format.type !== "json_schema" || !isObject(format.json_schema)) return TEXT_FORMAT;
  const { name, schema, strict } = format.json_schema;
  return { kind: "json_schema", name: String(name ?? ""), schema: pretty(schema ?? {}), strict: strict === true };
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function escaped(text: unknown): string {
  return String(text).replaceAll("\n", "\\n");
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isToolList(value: unknown): boolean {
  return Array.isArray(value) && value.every((tool) => isObject(tool) && typeof tool.type === "string");
}
