import { useQuery } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from "react";
import { useGateway } from "../../api/gateway";
import { keysQuery, modelsQuery, providersQuery } from "../../api/queries";
import { IconButton } from "../../parts/Button";
import { strings } from "../../strings";
import { Chip } from "./Chip";
import { asRequestId, chipsAndText, type Token, tokens } from "./language";
import { SuggestionList } from "./SuggestionList";
import { mayBecomeName, replaceLastWord, type Suggestion, suggestions } from "./suggestions";

const words = strings.requests.filter;
/** A word is searched for when typing pauses this long. */
const PAUSE_MS = 300;

/** One field for the whole filter: typed tokens become chips, plain text stays. A pasted request id opens it. */
export function FilterBar(props: {
  filter: string | undefined;
  /** What the gateway says is wrong with the filter. */
  error: string | undefined;
  onChange: (filter: string | undefined) => void;
  onOpen: (id: string) => void;
  input: RefObject<HTMLInputElement | null>;
}) {
  const { filter, input } = props;
  const { client } = useGateway();
  const keys = useQuery(keysQuery(client)).data;
  const models = useQuery(modelsQuery(client)).data;
  const providers = useQuery(providersQuery(client)).data;
  const known = useMemo(
    () => ({ keys: keys ?? [], models: models ?? [], providers: providers ?? [] }),
    [keys, models, providers],
  );
  const { chips } = useMemo(() => chipsAndText(filter), [filter]);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [walked, setWalked] = useState<number | null>(null);
  const sent = useRef<string | undefined>(undefined);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();

  // A filter from elsewhere (a view, a link, back) brings its text; our own does not take back a space just typed.
  useEffect(() => {
    if (filter === sent.current) return;
    sent.current = filter;
    setText(chipsAndText(filter).text);
  }, [filter]);
  useEffect(() => () => clearTimeout(pause.current), []);

  const offered = useMemo(() => (open ? suggestions(text, known) : []), [open, text, known]);
  const first = text.trim().length > 1 && mayBecomeName(text) ? 0 : -1;
  const active = Math.min(walked ?? first, offered.length - 1);

  function send(kept: readonly Token[], typed: string) {
    clearTimeout(pause.current);
    const whole = [...kept, ...tokens(typed)].map((token) => token.text);
    sent.current = [...new Set(whole)].join(" ") || undefined;
    props.onChange(sent.current);
    const { chips: made, text: rest } = chipsAndText(typed);
    // What was found is of more interest now.
    if (made.length > 0) setOpen(false);
    setText(rest && typed.endsWith(" ") ? `${rest} ` : rest);
    setWalked(null);
  }

  function type(next: string) {
    clearTimeout(pause.current);
    const pasted = asRequestId(next);
    if (pasted) {
      setText("");
      return props.onOpen(pasted);
    }
    setOpen(true);
    setWalked(null);
    // A token is done when a space follows it; plain text when typing pauses.
    if (next.endsWith(" ") && chipsAndText(next).chips.length > 0) return send(chips, next);
    setText(next);
    if (!mayBecomeName(next)) pause.current = setTimeout(() => send(chips, next), PAUSE_MS);
  }

  function choose(suggestion: Suggestion) {
    const next = replaceLastWord(text, suggestion.text);
    input.current?.focus();
    if (suggestion.whole) return send(chips, next);
    clearTimeout(pause.current);
    setText(next);
    setWalked(null);
  }

  function remove(chip: Token) {
    send(
      chips.filter((each) => each !== chip),
      text,
    );
    input.current?.focus();
  }

  function edit(chip: Token) {
    setText(`${text.trimEnd()} ${chip.text}`.trimStart());
    sent.current = chips
      .filter((each) => each !== chip)
      .map((each) => each.text)
      .join(" ");
    props.onChange(sent.current || undefined);
    sent.current ||= undefined;
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const last = chips.at(-1);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      setOpen(true);
      const from = open ? active : -1;
      if (offered.length > 0) setWalked((from + step + offered.length) % offered.length);
    } else if (event.key === "Enter" || (event.key === "Tab" && active >= 0 && walked !== null)) {
      const chosen = offered[active];
      if (chosen) choose(chosen);
      else send(chips, text);
      if (!chosen) setOpen(false);
    } else if (event.key === "Escape") {
      if (open && offered.length > 0) setOpen(false);
      else input.current?.blur();
    } else if (event.key === "Backspace" && text === "" && last) {
      edit(last);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="relative min-w-0 flex-1">
      <div
        className={`flex min-h-8 items-center gap-2 rounded-control border bg-surface pr-1.5 pl-2.5 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:-outline-offset-1 has-[input:focus-visible]:outline-focus ${props.error ? "border-danger" : "border-line-input"}`}
      >
        <Search size={14} aria-hidden className="shrink-0 text-subtlest" />
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 py-1">
          {chips.map((chip) => (
            <Chip key={chip.text} token={chip} onEdit={() => edit(chip)} onRemove={() => remove(chip)} />
          ))}
          <input
            ref={input}
            role="combobox"
            aria-label={words.label}
            aria-expanded={offered.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={props.error ? `${id}-error` : undefined}
            placeholder={chips.length > 0 ? "" : words.placeholder}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => type(event.target.value)}
            onFocus={() => setOpen(true)}
            onClick={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
            className="h-[22px] min-w-24 flex-1 bg-transparent text-ellipsis outline-none"
          />
        </div>
        {filter !== undefined || text !== "" ? (
          <IconButton label={words.clear} onClick={() => send([], "")} className="!size-5">
            <X size={14} aria-hidden />
          </IconButton>
        ) : (
          <kbd aria-hidden>/</kbd>
        )}
      </div>
      {offered.length > 0 && <SuggestionList id={id} offered={offered} active={active} onChoose={choose} />}
      {props.error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-meta text-danger">
          {props.error}
        </p>
      )}
    </div>
  );
}
