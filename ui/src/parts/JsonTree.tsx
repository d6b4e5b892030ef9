import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { strings } from "../strings";
import { CopyIcon } from "./CopyButton";

const words = strings.json;
/** Children that are drawn at once; the rest by hundreds, when asked for. */
const PAGE = 100;
const LONG_TEXT = 400;
const OPEN_LEVELS = 2;

/** A JSON value to look around in. Only what is open is drawn, so its size does not matter. */
export function JsonTree({ value, label }: { value: unknown; label: string }) {
  return (
    <div
      role="tree"
      aria-label={label}
      onKeyDown={walk}
      className="overflow-x-auto rounded-control border border-line-subtle bg-canvas py-2 font-mono text-meta leading-[1.65]"
    >
      <Node value={value} name={null} level={1} first />
    </div>
  );
}

interface NodeProps {
  value: unknown;
  name: string | number | null;
  level: number;
  /** The one that the Tab key reaches; the arrows go on from there. */
  first?: boolean;
}

function Node({ value, name, level, first = false }: NodeProps) {
  const children = entriesOf(value);
  const [open, setOpen] = useState(level <= OPEN_LEVELS && (children?.length ?? 0) <= PAGE);
  const branch = children !== null && children.length > 0;
  return (
    <div
      role="treeitem"
      tabIndex={first ? 0 : -1}
      aria-level={level}
      aria-expanded={branch ? open : undefined}
      aria-selected={false}
      data-branch={branch}
      className="group/item outline-none"
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        const wanted = { ArrowRight: true, ArrowLeft: false }[event.key];
        if (!branch || wanted === undefined || wanted === open) return;
        setOpen(wanted);
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div
        className="group/row flex min-h-5 w-max min-w-full items-start gap-1 pr-2 hover:bg-hover group-focus-visible/item:bg-active"
        style={{ paddingLeft: `${0.5 + (level - 1) * 1}rem` }}
      >
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          onClick={() => setOpen(!open)}
          className={`mt-0.5 flex size-4 shrink-0 items-center justify-center text-subtlest ${branch ? "" : "invisible"}`}
        >
          <ChevronRight size={12} className={open ? "rotate-90" : ""} />
        </button>
        {name !== null && <span className="shrink-0 text-subtle select-text">{name}:</span>}
        {children === null ? (
          <Leaf value={value} />
        ) : (
          <Brief value={value} open={open && branch} size={children.length} />
        )}
        <CopyIcon
          text={copied(value)}
          what={name === null ? words.all : String(name)}
          className="-my-1 size-6 opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100"
        />
      </div>
      {open && branch && <Children entries={children} level={level + 1} />}
    </div>
  );
}

function Children({ entries, level }: { entries: [string | number, unknown][]; level: number }) {
  const [shown, setShown] = useState(PAGE);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group">
      {entries.slice(0, shown).map(([name, value]) => (
        <Node key={name} name={name} value={value} level={level} />
      ))}
      {entries.length > shown && (
        <button
          type="button"
          onClick={() => setShown(shown + PAGE)}
          className="ml-8 font-sans text-accent hover:underline"
        >
          {words.more(Math.min(PAGE, entries.length - shown), entries.length - shown)}
        </button>
      )}
    </div>
  );
}

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== "string") {
    const tone = typeof value === "number" ? "text-info" : "text-warning";
    return <span className={`${tone} select-text`}>{String(value)}</span>;
  }
  const cut = value.length > LONG_TEXT && !whole;
  return (
    <span className="max-w-[60rem] whitespace-pre-wrap text-success select-text [overflow-wrap:anywhere]">
      {JSON.stringify(cut ? value.slice(0, LONG_TEXT) : value).slice(0, cut ? -1 : undefined)}
      {cut && (
        <button type="button" onClick={() => setWhole(true)} className="ml-1 font-sans text-accent hover:underline">
          {words.showAll(value.length)}
        </button>
      )}
    </span>
  );
}

function Brief({ value, open, size }: { value: unknown; open: boolean; size: number }) {
  const [from, to] = Array.isArray(value) ? "[]" : "{}";
  if (open) return <span className="text-subtlest">{from}</span>;
  return (
    <span className="text-subtlest">
      {size === 0 ? `${from}${to}` : `${from} … ${to}`}{" "}
      {size > 0 && <span className="font-sans">{words.size(size)}</span>}
    </span>
  );
}

function entriesOf(value: unknown): [string | number, unknown][] | null {
  if (Array.isArray(value)) return value.map((each, index) => [index, each]);
  return value !== null && typeof value === "object" ? Object.entries(value) : null;
}

function copied(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Up and down over what is drawn, as in any tree; left also leads to the parent, right to the first child. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=treeitem]")];
  const at = items.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  const next = {
    ArrowDown: items[at + 1],
    ArrowRight: items[at + 1],
    ArrowUp: items[at - 1],
    ArrowLeft: items[at]?.parentElement?.closest<HTMLElement>("[role=treeitem]") ?? undefined,
    Home: items[0],
    End: items.at(-1),
  }[event.key];
  if (!next) return;
  next.focus();
  event.preventDefault();
}
