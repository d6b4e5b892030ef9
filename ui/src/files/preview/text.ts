import type { FileRow } from "../../api/types";

const MARKS = [
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/** The text that bytes are. A letter that the end cut in two is left out. */
export function textOf(head: Uint8Array): string {
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  return new TextDecoder(mark?.encoding ?? "utf-8").decode(head, { stream: true });
}

/** Is it written as JSON, or as lines of it? */
export function isJson({ media_type: type, filename }: Pick<FileRow, "media_type" | "filename">): boolean {
  return type === "application/json" || type === "application/x-ndjson" || /\.(json|jsonl|ndjson)$/i.test(filename);
}

/** The value of a document, or of each line where every line is one; undefined when it is neither. */
export function jsonOf(text: string, cut: boolean): unknown {
  if (!cut) {
    const value = parsed(text);
    if (value !== undefined) return value;
  }
  const lines = text.split("\n");
  // What the end cut is no line.
  if (cut) lines.pop();
  const values = lines.filter((line) => line.trim() !== "").map(parsed);
  return values.length > 0 && !values.includes(undefined) ? values : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
