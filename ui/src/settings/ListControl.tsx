import { Plus, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { Button, IconButton } from "../parts/Button";
import { strings } from "../strings";
import { Feedback } from "./controls";
import type { ControlProps } from "./rows";

const words = strings.settings.list;

/** A few lines of text: one is taken away or added at a time, at once. */
export function ListControl(
  props: ControlProps & {
    value: readonly string[] | undefined;
    save: (to: string[]) => void;
    check: (text: string) => string | undefined;
    placeholder: string;
    savedAt: number | null;
    error: Error | null;
    busy: boolean;
  },
) {
  const { value, save, savedAt, busy } = props;
  const [draft, setDraft] = useState("");
  const [wrong, setWrong] = useState<string>();
  useEffect(() => {
    if (savedAt !== null) setDraft("");
  }, [savedAt]);
  if (value === undefined) return null;
  const error = wrong ?? props.error?.message;
  const feedback = `${props.labelledBy}-feedback`;

  function add() {
    const text = draft.trim();
    if (text === "") return;
    const trouble = value?.includes(text) ? words.twice : props.check(text);
    setWrong(trouble);
    if (trouble === undefined) save([...(value ?? []), text]);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") add();
    else if (event.key === "Escape") {
      setDraft("");
      setWrong(undefined);
    }
  }

  return (
    <>
      <span />
      <div className="col-span-2 mt-2 flex flex-col gap-1.5">
        {value.length > 0 && (
          <ul aria-labelledby={props.labelledBy} className="flex flex-wrap gap-1.5">
            {value.map((entry) => (
              <li
                key={entry}
                className="flex h-7 max-w-full items-center rounded-control border border-line bg-raised pl-2.5 font-mono text-meta"
              >
                <span className="truncate select-text">{entry}</span>
                <IconButton
                  label={words.remove(entry)}
                  disabled={busy}
                  onClick={() => save(value.filter((each) => each !== entry))}
                >
                  <X size={13} aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <div className="flex gap-2">
          <input
            aria-label={props.title}
            aria-describedby={`${props.describedBy} ${feedback}`}
            aria-invalid={wrong !== undefined || undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={props.placeholder}
            value={draft}
            onChange={(event) => {
              setDraft(event.target.value);
              setWrong(undefined);
            }}
            onKeyDown={onKeyDown}
            className={`h-7 min-w-0 flex-1 rounded-control border bg-surface px-2.5 font-mono text-meta focus-visible:-outline-offset-1 ${wrong ? "border-danger" : "border-line-input"}`}
          />
          <Button onClick={add} disabled={draft.trim() === "" || busy}>
            <Plus size={13} aria-hidden />
            {words.add}
          </Button>
        </div>
      </div>
      <Feedback id={feedback} savedAt={savedAt} error={error} />
    </>
  );
}
