import { Check } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { Choice, type Option } from "../parts/Choice";
import { strings } from "../strings";
import type { ControlProps } from "./rows";

const SHOWN_MS = 1_500;

/** Under a control: "Saved" for a moment, or what is wrong for as long as it is. Takes the whole width of the row. */
export function Feedback(props: {
  savedAt: number | null;
  error: string | undefined;
  id?: string;
  /** Instead of "Saved". */
  said?: string;
}) {
  const { savedAt, error, id, said = strings.saved } = props;
  const [shown, setShown] = useState<number | null>(null);
  useEffect(() => {
    setShown(savedAt);
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [savedAt]);
  const saved = shown !== null && error === undefined;
  return (
    <p
      id={id}
      role={error === undefined ? "status" : "alert"}
      className={`col-span-2 text-right text-meta not-empty:mt-1.5 ${error === undefined ? "text-success" : "text-danger"}`}
    >
      {error}
      {saved && (
        <span className="inline-flex items-center gap-1">
          <Check size={12} aria-hidden />
          {said}
        </span>
      )}
    </p>
  );
}

/** One of a few, taken as soon as it is chosen. */
export function ChoiceControl<Value extends string | number>(
  props: ControlProps & {
    options: readonly Option<Value>[];
    value: Value | undefined;
    onChange: (value: Value) => void;
    savedAt?: number | null;
    error?: string | undefined;
  },
) {
  if (props.value === undefined) return null;
  return (
    <>
      <Choice
        labelledBy={props.labelledBy}
        options={props.options}
        value={props.value}
        onChange={props.onChange}
        className="min-w-40"
      />
      <Feedback savedAt={props.savedAt ?? null} error={props.error} />
    </>
  );
}

/** A line of text, taken with Enter or on leaving it, and given back with Esc. */
export function TextControl(
  props: ControlProps & {
    value: string | undefined;
    /** What is wrong with it, if that can be known here. */
    check: (text: string) => string | undefined;
    onSave: (text: string) => void;
    savedAt: number | null;
    error: string | undefined;
    unit?: string;
    placeholder?: string;
    className?: string;
    /** Digits alone. */
    numeric?: boolean;
  },
) {
  const [draft, setDraft] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const { value, savedAt } = props;
  // Taken: from here on, what the gateway says is shown again.
  useEffect(() => {
    if (savedAt !== null) setDraft(undefined);
  }, [savedAt]);
  if (value === undefined) return null;
  const text = draft ?? value;
  const error = wrong ?? props.error;
  const feedback = `${props.labelledBy}-feedback`;

  function save() {
    if (text.trim() === value) return giveBack();
    const trouble = props.check(text.trim());
    setWrong(trouble);
    if (trouble === undefined) props.onSave(text.trim());
  }
  function giveBack() {
    setDraft(undefined);
    setWrong(undefined);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") save();
    else if (event.key === "Escape") giveBack();
  }

  return (
    <>
      <span className="relative">
        <input
          // By its text: what is scrolled out of sight names nothing to some checkers.
          aria-label={props.title}
          aria-describedby={`${props.describedBy} ${feedback}`}
          aria-invalid={error !== undefined && draft !== undefined ? true : undefined}
          autoComplete="off"
          spellCheck={false}
          inputMode={props.numeric ? "numeric" : "text"}
          placeholder={props.placeholder}
          value={text}
          onChange={(event) => {
            setDraft(event.target.value);
            setWrong(undefined);
          }}
          onBlur={save}
          onKeyDown={onKeyDown}
          style={props.unit ? { paddingRight: `${1 + props.unit.length * 0.45}rem` } : undefined}
          className={`h-7 rounded-control border bg-surface px-2.5 tabular-nums focus-visible:-outline-offset-1 ${props.numeric ? "text-right" : ""} ${error && draft !== undefined ? "border-danger" : "border-line-input"} ${props.className ?? "w-40"}`}
        />
        {props.unit && (
          <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-meta text-subtlest">
            {props.unit}
          </span>
        )}
      </span>
      <Feedback
        id={feedback}
        savedAt={savedAt}
        error={draft === undefined && wrong === undefined ? undefined : error}
      />
    </>
  );
}
