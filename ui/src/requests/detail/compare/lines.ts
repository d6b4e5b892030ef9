import { diffArrays } from "diff";

/** One line of two texts side by side; null where a text has no line here. */
export interface SideBySide {
  left: string | null;
  right: string | null;
  same: boolean;
}

/** Lines that are shown, and runs of equal ones that are folded away. */
export type Block = { folded: false; lines: SideBySide[] } | { folded: true; lines: SideBySide[] };

/** Equal lines that stay beside a difference. */
const CONTEXT = 2;
/** Texts that differ in everything are not worth waiting for: then all of both is the difference. */
const PATIENCE_MS = 200;

/** Two texts line by line, with equal lines beside each other. */
export function sideBySide(left: string, right: string): SideBySide[] {
  const [before, after] = [left.split("\n"), right.split("\n")];
  const parts = diffArrays(before, after, { timeout: PATIENCE_MS });
  if (!parts) return paired(before, after);
  const rows: SideBySide[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  for (const part of parts) {
    if (part.removed) removed = part.value;
    else if (part.added) added = part.value;
    else {
      rows.push(...paired(removed, added), ...part.value.map((line) => ({ left: line, right: line, same: true })));
      removed = [];
      added = [];
    }
  }
  return [...rows, ...paired(removed, added)];
}

/** Folds away what is equal and not next to a difference. */
export function folded(lines: readonly SideBySide[]): Block[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => !line.same),
  );
  const blocks: Block[] = [];
  for (const [index, line] of lines.entries()) {
    const last = blocks.at(-1);
    if (last && last.folded !== near[index]) last.lines.push(line);
    else blocks.push({ folded: !near[index], lines: [line] });
  }
  // One line takes no more room than the words in its place.
  return blocks.map((block) =>
    block.folded && block.lines.length === 1 ? { folded: false, lines: block.lines } : block,
  );
}

function paired(left: readonly string[], right: readonly string[]): SideBySide[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
    left: left[index] ?? null,
    right: right[index] ?? null,
    same: false,
  }));
}
