import { useState } from "react";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { strings } from "../../strings";
import { kindOf } from "../draft";

const words = strings.providers.offer;
/** Beyond this a list is searched, not read. */
const FEW = 10;

/** A provider's models to choose from, the new ones first; those that are here already are ticked for good. */
export function ModelTicks(props: {
  offered: readonly string[];
  added: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const { offered, added, chosen, onChange } = props;
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(wanted);
  // What was typed is on no list, and chosen all the same.
  const typedIn = chosen.filter((name) => !offered.includes(name));
  const free = [...typedIn, ...offered.filter((name) => !added.includes(name))].filter(fits);
  const ticked = free.every((name) => chosen.includes(name));
  const rows = [...free, ...added.filter(fits)];
  const put = (names: readonly string[], on: boolean) =>
    onChange(on ? [...new Set([...chosen, ...names])] : chosen.filter((name) => !names.includes(name)));

  function takeTyped() {
    put([typed.trim()], true);
    setTyped("");
  }

  return (
    <>
      {(offered.length > FEW || offered.length === 0) && (
        <TextField
          label={offered.length === 0 ? words.byName : words.filter}
          value={typed}
          className={offered.length === 0 ? "font-mono text-meta" : ""}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && wanted !== "" && rows.length === 0 && takeTyped()}
        />
      )}
      <fieldset className="min-w-0">
        <div className="flex h-7 items-center justify-between">
          <legend className="float-left text-meta text-subtle tabular-nums">
            {words.counts(offered.length - added.length, added.length, chosen.length)}
          </legend>
          {free.length > 1 && (
            <Button look="quiet" className="-mr-2.5" onClick={() => put(free, !ticked)}>
              {ticked ? words.tickNone : words.tickAll(free.length)}
            </Button>
          )}
        </div>
        <div className="mt-1 max-h-[min(16rem,36vh)] overflow-y-auto rounded-control border border-line-subtle empty:hidden">
          {rows.map((name) => (
            <Row
              key={name}
              name={name}
              added={added.includes(name)}
              chosen={chosen.includes(name)}
              onChange={(on) => put([name], on)}
            />
          ))}
          {rows.length === 0 && wanted !== "" && (
            <Button look="quiet" className="my-1 ml-1 max-w-full" onClick={takeTyped}>
              <span className="truncate">{words.takeTyped(typed.trim())}</span>
            </Button>
          )}
        </div>
      </fieldset>
    </>
  );
}

function Row(props: { name: string; added: boolean; chosen: boolean; onChange: (on: boolean) => void }) {
  const { name, added } = props;
  return (
    <label className="flex min-h-7 items-center gap-2 px-2.5 hover:bg-hover">
      <input
        type="checkbox"
        className="size-3.5 shrink-0 accent-[var(--accent-fill)]"
        disabled={added}
        checked={added || props.chosen}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span className="min-w-0 truncate font-mono text-meta" title={name}>
        {name}
      </span>
      <span className="ml-auto shrink-0 text-meta text-subtlest">
        {added ? words.added : words.kinds[kindOf(name)]}
      </span>
    </label>
  );
}
