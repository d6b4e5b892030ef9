import type { Vendor } from "../types";

/** Shorter than this is a word that begins like a key. */
const SHORTEST = 16;

/** What is pasted is often a line of an `.env`, or has quotes around it. */
const AROUND = /^\s*(?:(?:export\s+)?[A-Z][A-Z0-9_]*\s*=\s*)?["']?([^\s"']+)["']?;?\s*$/;

/** The key in a pasted text; null: it is something else. */
export function keyIn(text: string): string | null {
  const key = AROUND.exec(text)?.[1] ?? "";
  return key.length >= SHORTEST ? key : null;
}

/** The vendors whose keys begin like this one. The longest beginning decides; several may share it. */
export function vendorsOf(key: string, vendors: readonly Vendor[]): Vendor[] {
  const length = ({ key_prefix: prefix }: Vendor) => prefix?.length ?? 0;
  const fitting = vendors.filter(({ key_prefix: prefix }) => prefix !== null && key.startsWith(prefix));
  const longest = Math.max(...fitting.map(length));
  return fitting.filter((vendor) => length(vendor) === longest);
}
