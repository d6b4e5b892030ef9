/** Code in pieces: what is highlighted is named, not searched for. */
export interface Piece {
  text: string;
  role?: "url" | "key";
}

export function plainText(parts: readonly Piece[]): string {
  return parts.map((part) => part.text).join("");
}

interface Words {
  true: string;
  false: string;
  null: string;
}

const JSON_WORDS: Words = { true: "true", false: "false", null: "null" };
export const PYTHON: Words = { true: "True", false: "False", null: "None" };
const LINE = 88;

/** A value in code: on one line while that is short, else indented. Both languages write text as JSON does. */
export function literal(value: unknown, depth: number, words: Words = JSON_WORDS): string {
  if (value === null || value === undefined) return words.null;
  if (typeof value === "boolean") return words[`${value}`];
  if (typeof value !== "object") return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const inside = Array.isArray(value)
    ? value.map((item) => literal(item, depth + 1, words))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${literal(item, depth + 1, words)}`);
  const line = `${open}${inside.join(", ")}${close}`;
  if (!line.includes("\n") && line.length <= LINE) return line;
  const step = words === PYTHON ? "    " : "  ";
  const indent = step.repeat(depth);
  return `${open}\n${inside.map((item) => `${indent}${step}${item}`).join(",\n")}\n${indent}${close}`;
}

export function bare(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

export function inCode(before: string, key: string | undefined): Piece[] {
  return key === undefined ? [] : [{ text: `${before}"` }, { text: key, role: "key" }, { text: '"' }];
}

export function pieces(texts: TemplateStringsArray, ...values: (Piece | Piece[] | string)[]): Piece[] {
  const parts = texts.flatMap((text, index) => {
    const value = values[index];
    if (value === undefined) return [{ text }];
    return [{ text }, ...(typeof value === "string" ? [{ text: value }] : [value].flat())];
  });
  return parts.filter((part) => part.text !== "");
}
