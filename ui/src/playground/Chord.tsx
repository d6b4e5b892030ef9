import type { CommandId } from "../commands/catalogue";
import { written } from "../commands/chord";
import { shortcutsOf, useChosenShortcuts } from "../commands/remap";

/** The key of a command, in the colours of its button. */
export function Chord({ of }: { of: CommandId }) {
  useChosenShortcuts();
  const [chord] = shortcutsOf(of);
  return chord && <kbd className="border-current! text-current!">{written(chord)}</kbd>;
}
