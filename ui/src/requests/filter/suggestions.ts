import type { Key, Model, Provider } from "../../api/types";
import { strings } from "../../strings";
import { quoted, tokenOf } from "./language";

const words = strings.requests.filter;

/** What typing could become: the word under the cursor is replaced by `text`. */
export interface Suggestion {
  text: string;
  hint: string;
  /** A whole token, rather than the beginning of one. */
  whole: boolean;
}

export interface Known {
  keys: readonly Key[];
  models: readonly Model[];
  providers: readonly Provider[];
}

/** More than anybody reads; typing narrows it. */
const MOST = 40;

const ENDPOINTS = ["chat", "embeddings", "models", "images", "speech", "transcriptions", "videos", "music", "files"];
const FINISHES = ["stop", "length", "tool_calls", "content_filter"];

/** What goes on with the last word of `text`: first the names of tokens, then the values that exist. */
export function suggestions(text: string, known: Known): Suggestion[] {
  const word = lastWord(text);
  const { name, operator, value, negated } = tokenOf(word);
  const minus = negated ? "-" : "";
  if (name === null) {
    const begun = value.toLowerCase();
    const names = Object.entries(words.names).map(([text, hint]) => ({ text: minus + text, hint, whole: false }));
    const flags = Object.entries(words.flags).map(([flag, hint]) => ({
      text: `${minus}is:${flag}`,
      hint,
      whole: true,
    }));
    const found = begun === "" ? names : [...names, ...flags].filter((each) => begins(each.text, begun));
    const values = begun.length < 2 ? [] : valuesOf(known).filter((each) => each.text.toLowerCase().includes(begun));
    return [...found, ...values.map((each) => ({ ...each, text: minus + each.text }))].slice(0, MOST);
  }
  if (operator !== ":") return [];
  return (VALUES[name]?.(known) ?? [])
    .filter((each) => each.value.toLowerCase().includes(value.toLowerCase()))
    .map((each) => ({ text: `${minus}${name}:${quoted(each.value)}`, hint: each.hint, whole: true }))
    .slice(0, MOST);
}

/** `text` with its last word replaced. */
export function replaceLastWord(text: string, by: string): string {
  return text.slice(0, text.length - lastWord(text).length) + by;
}

/** Could the last word still become the name of a token? Then it is not searched for yet. */
export function mayBecomeName(text: string): boolean {
  const { name, value } = tokenOf(lastWord(text));
  if (name !== null) return true;
  return value !== "" && [...Object.keys(words.names)].some((each) => each.startsWith(value.toLowerCase()));
}

function lastWord(text: string): string {
  return /(?:[^\s"]|"[^"]*(?:"|$))*$/.exec(text)?.[0] ?? "";
}

function begins(text: string, begun: string): boolean {
  const bare = text.replace(/^-/, "");
  return bare.startsWith(begun) || bare.startsWith(`is:${begun}`);
}

interface Value {
  value: string;
  hint: string;
}

const VALUES: Record<string, ((known: Known) => Value[]) | undefined> = {
  status: () => Object.entries(words.statuses).map(([value, hint]) => ({ value, hint })),
  is: () => Object.entries(words.flags).map(([value, hint]) => ({ value, hint })),
  key: ({ keys }) => keys.map((key) => ({ value: key.name, hint: key.prefix })),
  model: ({ models }) => models.map((model) => ({ value: model.id, hint: model.provider })),
  provider: ({ providers }) => providers.map((provider) => ({ value: provider.id, hint: provider.label })),
  endpoint: () => ENDPOINTS.map((value) => ({ value, hint: "" })),
  finish: () => FINISHES.map((value) => ({ value, hint: "" })),
};

function valuesOf(known: Known): Suggestion[] {
  return ["key", "model", "provider"].flatMap((name) =>
    (VALUES[name]?.(known) ?? []).map(({ value, hint }) => ({ text: `${name}:${quoted(value)}`, hint, whole: true })),
  );
}
