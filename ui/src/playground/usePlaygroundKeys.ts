import type { KeyboardEvent } from "react";
import { chordOf } from "../commands/chord";
import { type Run, useCommands } from "../commands/registry";
import { shortcutsOf } from "../commands/remap";

interface Commands {
  run: Run;
  stop: Run | false;
  add?: Run | false;
  code: Run;
  presets?: Run;
  history?: Run;
  clear: Run;
}

/** The playground's commands. Gives what its root has to listen to: stopping works while somebody types, too. */
export function usePlaygroundKeys(commands: Commands): (event: KeyboardEvent) => void {
  useCommands({
    "playground.run": commands.run,
    "playground.stop": commands.stop,
    "playground.add": commands.add,
    "playground.code": commands.code,
    "playground.presets": commands.presets,
    "playground.history": commands.history,
    "playground.clear": commands.clear,
  });
  return (event) => {
    // A dialog's keys reach its panel too, though it lies elsewhere: Esc closes the dialog then.
    if (event.defaultPrevented || !commands.stop || !event.currentTarget.contains(event.target as Node)) return;
    const chord = chordOf(event.nativeEvent);
    if (chord === null || !shortcutsOf("playground.stop").includes(chord)) return;
    event.preventDefault();
    commands.stop();
  };
}
