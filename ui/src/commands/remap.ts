import { useSyncExternalStore } from "react";
import { remember, remembered } from "../host/remembered";
import { COMMANDS, type CommandId, scopeOf, USUAL } from "./catalogue";
import { type Chord, spoken, written } from "./chord";

const SLOT = "shortcuts";

/** Only what differs from the usual. An empty list: no key at all. */
type Chosen = { readonly [Id in CommandId]?: readonly Chord[] };

let chosen = read();
const readers = new Set<() => void>();

export function shortcutsOf(id: CommandId): readonly Chord[] {
  return chosen[id] ?? USUAL[id] ?? [];
}

/** Draws again when a shortcut changes. */
export function useChosenShortcuts(): Chosen {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => chosen,
  );
}

/** How the key of a command is written on a button, and said: `title={shortcut.text}`. */
export function useShortcut(id: CommandId): { text: string | undefined; aria: string | undefined } {
  useChosenShortcuts();
  const [first] = shortcutsOf(id);
  return first === undefined ? { text: undefined, aria: undefined } : { text: written(first), aria: spoken(first) };
}

/** The commands that would have the same key where both work. */
export function conflictsOf(id: CommandId, chord: Chord): CommandId[] {
  return COMMANDS.filter((other) => other !== id && overlap(id, other) && shortcutsOf(other).includes(chord));
}

function overlap(a: CommandId, b: CommandId): boolean {
  return scopeOf(a) === scopeOf(b) || scopeOf(a) === "app" || scopeOf(b) === "app";
}

export function chooseShortcut(id: CommandId, chords: readonly Chord[]): void {
  change({ ...chosen, [id]: chords });
}

/** Back to the usual: one command, or all. */
export function resetShortcut(id?: CommandId): void {
  const kept = Object.entries(chosen).filter(([each]) => id !== undefined && each !== id);
  change(Object.fromEntries(kept));
}

function change(to: Chosen): void {
  chosen = to;
  remember(SLOT, JSON.stringify(to));
  for (const reader of readers) reader();
}

function read(): Chosen {
  try {
    const found: unknown = JSON.parse(remembered(SLOT) ?? "{}");
    const pairs = Object.entries(found ?? {}).filter(
      ([id, chords]) =>
        COMMANDS.includes(id as CommandId) && Array.isArray(chords) && chords.every((each) => typeof each === "string"),
    );
    return Object.fromEntries(pairs);
  } catch {
    return {};
  }
}
