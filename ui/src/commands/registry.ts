import { useEffect, useRef, useSyncExternalStore } from "react";
import { type CommandId, scopeOf } from "./catalogue";
import type { Chord } from "./chord";
import { shortcutsOf } from "./remap";

/** What a command does. `false` leaves the key to whatever has the focus. */
export type Run = (event?: KeyboardEvent) => unknown;
export type Handlers = { readonly [Id in CommandId]?: Run | undefined | false };

interface Bound {
  id: CommandId;
  run: Run;
  byKey: boolean;
}

let bound: readonly Bound[] = [];
const readers = new Set<() => void>();

/**
 * What the commands named here do while this component is there; one without a handler is not to be had now.
 * `palette`: by name from anywhere, but not by its key, which belongs to the command's own screen.
 */
export function useCommands(handlers: Handlers, by: "key" | "palette" = "key"): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const ids = (Object.keys(handlers) as CommandId[]).filter((id) => handlers[id]).join(" ");
  useEffect(() => {
    const run = (id: CommandId) => (event?: KeyboardEvent) => {
      const handler = latest.current[id];
      return handler ? handler(event) : false;
    };
    const own = (ids.split(" ").filter(Boolean) as CommandId[]).map((id) => ({
      id,
      run: run(id),
      byKey: by === "key",
    }));
    change([...own, ...bound]);
    return () => change(bound.filter((each) => !own.includes(each)));
  }, [ids, by]);
}

/** What can be run now, one for each command; the latest binding counts. */
export function useBoundCommands(): readonly Bound[] {
  const all = useSyncExternalStore(subscribe, () => bound);
  return all.filter((each, index) => all.findIndex(({ id }) => id === each.id) === index);
}

export function runCommand(id: CommandId): void {
  bound.find((each) => each.id === id)?.run();
}

/** Tries what has this key, the screen's own first. True when one of them took it. */
export function runChord(chord: Chord, event: KeyboardEvent): boolean {
  const those = bound.filter(({ id, byKey }) => byKey && shortcutsOf(id).includes(chord));
  const inOrder = [
    ...those.filter(({ id }) => scopeOf(id) !== "app"),
    ...those.filter(({ id }) => scopeOf(id) === "app"),
  ];
  return inOrder.some(({ run }) => run(event) !== false);
}

function change(to: readonly Bound[]): void {
  bound = to;
  for (const reader of readers) reader();
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}
