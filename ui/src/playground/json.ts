/** Where a text stops being JSON. Engines tell that in their own words, and WebKit tells no place at all. */
export interface Fault {
  line: number;
  column: number;
  /** What stands there; null at the end of the text. */
  found: string | null;
}

export type Read = { value: unknown; fault: null } | { value: null; fault: Fault };

export function readJson(text: string): Read {
  try {
    return { value: JSON.parse(text), fault: null };
  } catch {
    return { value: null, fault: place(text, faultOffset(text)) };
  }
}

function place(text: string, offset: number): Fault {
  const before = text.slice(0, offset).split("\n");
  const found = [...text.slice(offset)][0];
  return { line: before.length, column: (before.at(-1) ?? "").length + 1, found: found ?? null };
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** The offset at which no JSON can go on, or the end of the text. */
function faultOffset(text: string): number {
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const [match] = pattern.exec(text) ?? [];
    at += match?.length ?? 0;
    return match !== undefined;
  };
  const takeMark = (mark: string) => {
    take(SPACE);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  };
  const members = (close: string, member: () => boolean): boolean => {
    if (takeMark(close)) return true;
    do if (!member()) return false;
    while (takeMark(","));
    return takeMark(close);
  };
  const name = () => {
    take(SPACE);
    return take(STRING) && takeMark(":") && value();
  };
  const value = (): boolean => {
    if (takeMark("{")) return members("}", name);
    if (takeMark("[")) return members("]", value);
    return take(STRING) || take(WORD);
  };
  if (value()) take(SPACE);
  return at;
}
