/** The filter as text, cut into its tokens. What a token matches is the gateway's to say; this only draws and edits. */

export interface Token {
  /** As it is written. */
  text: string;
  negated: boolean;
  /** `status` of `status:5xx`; null for a plain word. */
  name: string | null;
  /** `:`, `>`, `>=`, `<` or `<=`. */
  operator: string;
  value: string;
}

/** A word with its quotes: `-error:"rate limit"`. An open quote reaches to the end. */
const WORD = /(?:[^\s"]|"[^"]*(?:"|$))+/g;
/** What the gateway knows as tokens; anything else with a colon is plain text. */
const NAMES = new Set(
  "status model provider key endpoint client finish error body credits ttft duration tokens input output attempts depth is".split(
    " ",
  ),
);
const NAMED = /^(-?)([a-z]+)(:|>=|<=|>|<)(.*)$/is;

export function tokens(filter: string): Token[] {
  return (filter.match(WORD) ?? []).map(tokenOf);
}

export function tokenOf(text: string): Token {
  const named = NAMED.exec(text);
  if (!named || !NAMES.has((named[2] ?? "").toLowerCase())) {
    const negated = text.startsWith("-") && text.length > 1;
    return { text, negated, name: null, operator: "", value: unquoted(negated ? text.slice(1) : text) };
  }
  const [, minus = "", name = "", operator = "", value = ""] = named;
  return { text, negated: minus !== "", name: name.toLowerCase(), operator, value: unquoted(value) };
}

/** Writes a token: `key:"night build"`. */
export function token(name: string, value: string, negated = false): string {
  return `${negated ? "-" : ""}${name}:${quoted(value)}`;
}

/** The filter with one more token; the same thing asked the other way round gives way to it. */
export function withToken(filter: string | undefined, added: string): string {
  const contrary = added.startsWith("-") ? added.slice(1) : `-${added}`;
  const kept = tokens(filter ?? "").filter((each) => each.text !== added && each.text !== contrary);
  return [...kept.map((each) => each.text), added].join(" ");
}

export function withoutToken(filter: string | undefined, gone: string): string | undefined {
  const kept = tokens(filter ?? "").filter((each) => each.text !== gone);
  return kept.map((each) => each.text).join(" ") || undefined;
}

/** A token with a value, which can stand as a chip. */
export function complete(token: Token): boolean {
  return token.name !== null && token.value !== "" && !/"[^"]*$/.test(token.text.replace(/"[^"]*"/g, ""));
}

/** The tokens that stand as chips, and the plain text that stays in the field. */
export function chipsAndText(filter: string | undefined): { chips: Token[]; text: string } {
  const all = tokens(filter ?? "");
  return {
    chips: all.filter(complete),
    text: all
      .filter((each) => !complete(each))
      .map((each) => each.text)
      .join(" "),
  };
}

/** A request id, pasted whole. */
export function asRequestId(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : null;
}

export function quoted(value: string): string {
  return /[\s"]/.test(value) || value === "" ? `"${value.replaceAll('"', "")}"` : value;
}

function unquoted(value: string): string {
  return value.replaceAll('"', "");
}
