/**
 * How well `text` fits what was typed, or null when it does not. Every word has to be found; the start of a word beats
 * its middle, and letters in a row beat letters here and there.
 */
export function fits(typed: string, text: string): number | null {
  const where = text.toLowerCase();
  let total = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const score = wordScore(word, where);
    if (score === null) return null;
    total += score;
  }
  // Of two that fit alike, the shorter is meant.
  return total - text.length / 1_000;
}

function wordScore(word: string, where: string): number | null {
  const at = where.indexOf(word);
  if (at === 0) return 4;
  if (at > 0) return startsWord(where, at) || where.split(/[^a-z0-9]+/).some((each) => each.startsWith(word)) ? 3 : 2;
  return scattered(word, where);
}

/** Its letters in this order, with others between: worth less the further they are apart. */
function scattered(word: string, where: string): number | null {
  let from = -1;
  let first = -1;
  for (const letter of word) {
    from = where.indexOf(letter, from + 1);
    if (from < 0) return null;
    if (first < 0) first = from;
  }
  const spread = (from - first + 1) / word.length;
  // Anything can be found in a long text when its letters may be anywhere.
  return spread > 4 ? null : 1 / spread;
}

function startsWord(where: string, at: number): boolean {
  return !/[a-z0-9]/.test(where[at - 1] ?? " ");
}
