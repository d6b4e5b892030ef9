import { useState } from "react";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { strings } from "../strings";
import { kindOf } from "./draft";

const words = strings.providers.test;
/** Beyond this a list is searched, not read. */
const FEW = 10;

/** A provider's models to choose from; those that are here already are ticked for good. */
export function ModelTicks(props: {
  offered: readonly string[];
  added: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const { offered, added, chosen } = props;
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const shown = offered.filter((name) => name.toLowerCase().includes(wanted));
  const free = shown.filter((name) => !added.includes(name));
  const all = free.every((name) => chosen.includes(name));
  return (
    <>
      {offered.length > FEW && (
        <TextField label={words.filter} value={typed} onChange={(event) => setTyped(event.target.value)} />
      )}
      <fieldset className="min-w-0">
        <div className="flex items-end justify-between">
          <legend className="text-meta text-subtle">{words.models}</legend>
          {free.length > 1 && (
            <Button look="quiet" className="-mr-2.5 -mb-1" onClick={() => props.onChange(all ? [] : [...free])}>
              {all ? words.tickNone : words.tickAll(free.length)}
            </Button>
          )}
        </div>
        <div className="mt-1 max-h-56 overflow-y-auto rounded-control border border-line-subtle">
          {shown.map((name) => {
            const here = added.includes(name);
            return (
              <label key={name} className="flex min-h-7 items-center gap-2 px-2.5 hover:bg-hover">
                <input
                  type="checkbox"
                  className="size-3.5 shrink-0 accent-[var(--accent-fill)]"
                  disabled={here}
                  checked={here || chosen.includes(name)}
                  onChange={(event) =>
                    props.onChange(event.target.checked ? [...chosen, name] : chosen.filter((each) => each !== name))
                  }
                />
                <span className="min-w-0 truncate font-mono text-meta">{name}</span>
                <span className="ml-auto text-meta text-subtlest">
                  {here ? words.added : words.kinds[kindOf(name)]}
                </span>
              </label>
            );
          })}
        </div>
      </fieldset>
    </>
  );
}
