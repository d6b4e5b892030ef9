import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useId, useRef } from "react";
import { IconButton } from "../../parts/Button";
import { GroupLabel } from "../../parts/Field";
import { Picker } from "../../parts/Picker";
import { strings } from "../../strings";
import { moved } from "./draft";

const words = strings.providers.models;

/** Models in the order in which they are asked: dragged, moved by their buttons, or by Alt with the arrows. */
export function FallbackList(props: {
  value: readonly string[];
  /** What can be added. */
  others: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const { value, onChange } = props;
  const label = useId();
  const dragged = useRef<{ id: string; from: number; y: number; height: number } | null>(null);
  const free = props.others.filter((id) => !value.includes(id));

  function onKeyDown(event: KeyboardEvent, index: number) {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    onChange(moved(value, index, index + step));
  }

  function take(event: PointerEvent<HTMLElement>, id: string, index: number) {
    const height = event.currentTarget.closest("li")?.offsetHeight ?? 0;
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = { id, from: index, y: event.clientY, height };
  }

  function drag(event: PointerEvent) {
    if (dragged.current === null || dragged.current.height === 0) return;
    const { id, from, y, height } = dragged.current;
    const at = value.indexOf(id);
    const to = Math.max(0, Math.min(value.length - 1, from + Math.round((event.clientY - y) / height)));
    if (to !== at) onChange(moved(value, at, to));
  }

  return (
    <div className="flex flex-col gap-1">
      <GroupLabel id={label}>{words.fallbacks}</GroupLabel>
      {value.length === 0 ? (
        <p className="text-meta text-subtlest">{words.noFallbacks}</p>
      ) : (
        <ol aria-labelledby={label} className="rounded-control border border-line-subtle">
          {value.map((id, index) => (
            <li key={id} className="flex h-8 items-center gap-1.5 border-line-subtle pl-1 not-last:border-b">
              <IconButton
                label={words.drag(id)}
                className="cursor-grab touch-none active:cursor-grabbing"
                onKeyDown={(event) => onKeyDown(event, index)}
                onPointerDown={(event) => take(event, id, index)}
                onPointerMove={drag}
                onPointerUp={() => {
                  dragged.current = null;
                }}
              >
                <GripVertical size={14} aria-hidden />
              </IconButton>
              <span className="w-4 shrink-0 text-meta text-subtlest tabular-nums">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-meta" title={id}>
                {id}
              </span>
              <IconButton
                label={words.up(id)}
                disabled={index === 0}
                className="disabled:opacity-40"
                onKeyDown={(event) => onKeyDown(event, index)}
                onClick={() => onChange(moved(value, index, index - 1))}
              >
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton
                label={words.down(id)}
                disabled={index === value.length - 1}
                className="disabled:opacity-40"
                onKeyDown={(event) => onKeyDown(event, index)}
                onClick={() => onChange(moved(value, index, index + 1))}
              >
                <ArrowDown size={14} aria-hidden />
              </IconButton>
              <IconButton
                label={words.removeFallback(id)}
                onClick={() => onChange(value.filter((each) => each !== id))}
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
      {free.length > 0 && (
        <Picker
          label={words.addFallback}
          items={free.map((id) => ({ value: id, label: id }))}
          value=""
          onChange={(id) => onChange([...value, id])}
          search={words.search}
          nothing={words.noneFits}
          placeholder={words.addFallback}
          mono
        />
      )}
      <p className="text-meta text-subtlest">{words.fallbacksHint}</p>
    </div>
  );
}
