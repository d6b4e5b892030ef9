import { type KeyboardEvent, useState } from "react";
import { COMMANDS, type CommandId, scopeOf, titleOf, USUAL } from "../../commands/catalogue";
import { type Chord, chordOf, written } from "../../commands/chord";
import { Keys } from "../../commands/Keys";
import { chooseShortcut, conflictsOf, resetShortcut, useChosenShortcuts } from "../../commands/remap";
import { Button } from "../../parts/Button";
import { strings } from "../../strings";
import type { ControlProps, Row, Section } from "../rows";

const words = strings.settings.shortcuts;

/** The row of one command: its keys, and the next press as its new one. */
function rowOf(id: CommandId): Row {
  return {
    id: `shortcut-${id}`,
    title: titleOf(id),
    text: strings.commands.scopes[scopeOf(id)],
    also: (USUAL[id] ?? []).map(written).join(" "),
    brief: true,
    Control: (props) => <Remap id={id} {...props} />,
  };
}

function Remap({ id, labelledBy }: ControlProps & { id: CommandId }) {
  const [listening, setListening] = useState(false);
  const [taken, setTaken] = useState<{ chord: Chord; by: CommandId[] }>();
  const changed = id in useChosenShortcuts();

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return setListening(false);
    const chord = chordOf(event.nativeEvent);
    if (chord === null) return;
    setListening(false);
    const by = conflictsOf(id, chord);
    if (by.length > 0) setTaken({ chord, by });
    else chooseShortcut(id, [chord]);
  }

  function take() {
    if (!taken) return;
    for (const other of taken.by) chooseShortcut(other, []);
    chooseShortcut(id, [taken.chord]);
    setTaken(undefined);
  }

  return (
    <>
      <span className="flex items-center gap-2 justify-self-end">
        {!listening && <Keys of={id} />}
        <Button
          look={listening ? "plain" : "quiet"}
          aria-describedby={labelledBy}
          onClick={(event) => {
            // Not every browser gives a clicked button the focus, and the keys go where it is.
            event.currentTarget.focus();
            setTaken(undefined);
            setListening(true);
          }}
          onBlur={() => setListening(false)}
          onKeyDown={listening ? onKeyDown : undefined}
        >
          {listening ? words.press : words.change}
        </Button>
        {changed && (
          <Button look="quiet" aria-describedby={labelledBy} onClick={() => resetShortcut(id)}>
            {words.reset}
          </Button>
        )}
      </span>
      {taken && (
        <p role="alert" className="col-span-2 mt-2 flex items-center justify-end gap-2 text-meta text-warning">
          {words.taken(written(taken.chord), taken.by.map(titleOf).join(", "))}
          <Button onClick={take}>{words.takeIt}</Button>
          <Button look="quiet" onClick={() => setTaken(undefined)}>
            {strings.cancel}
          </Button>
        </p>
      )}
    </>
  );
}

function ResetAll() {
  const changed = Object.keys(useChosenShortcuts()).length > 0;
  return (
    <Button disabled={!changed} onClick={() => resetShortcut()} className="justify-self-end">
      {words.resetAll}
    </Button>
  );
}

export const shortcuts: Section = {
  id: "shortcuts",
  title: words.title,
  rows: [...COMMANDS.map(rowOf), { id: "shortcuts-reset", ...words.rows.reset, Control: ResetAll }],
};
