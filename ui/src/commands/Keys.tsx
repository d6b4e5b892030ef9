import { Fragment } from "react";
import { strings } from "../strings";
import type { CommandId } from "./catalogue";
import { written } from "./chord";
import { shortcutsOf, useChosenShortcuts } from "./remap";

/** The keys of a command as they are written on the keyboard. */
export function Keys({ of }: { of: CommandId }) {
  useChosenShortcuts();
  return (
    <span className="flex items-center gap-1.5 text-meta text-subtlest">
      {shortcutsOf(of).map((chord, index) => (
        <Fragment key={chord}>
          {index > 0 && strings.commands.sheet.or}
          <kbd>{written(chord)}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
