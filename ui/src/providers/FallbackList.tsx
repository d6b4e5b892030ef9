import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useId } from "react";
import { IconButton } from "../parts/Button";
import { Choice } from "../parts/Choice";
import { GroupLabel } from "../parts/Field";
import { strings } from "../strings";
import { moved } from "./draft";

const words = strings.providers.models;
const NOTHING = "";

/** Models in the order in which they are asked. */
export function FallbackList(props: {
  value: readonly string[];
  /** What can be added. */
  others: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const { value, onChange } = props;
  const label = useId();
  const free = props.others.filter((id) => !value.includes(id));
  return (
    <div className="flex flex-col gap-1">
      <GroupLabel id={label}>{words.fallbacks}</GroupLabel>
      {value.length === 0 ? (
        <p className="text-meta text-subtlest">{words.noFallbacks}</p>
      ) : (
        <ol aria-labelledby={label} className="rounded-control border border-line-subtle">
          {value.map((id, index) => (
            <li key={id} className="flex h-8 items-center gap-2 border-line-subtle pl-2.5 not-last:border-b">
              <span className="w-4 shrink-0 text-meta text-subtlest tabular-nums">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-meta">{id}</span>
              <IconButton
                label={words.up(id)}
                disabled={index === 0}
                className="disabled:opacity-40"
                onClick={() => onChange(moved(value, index, -1))}
              >
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton
                label={words.down(id)}
                disabled={index === value.length - 1}
                className="disabled:opacity-40"
                onClick={() => onChange(moved(value, index, 1))}
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
        <Choice
          label={words.addFallback}
          className="mt-1 !h-8"
          value={NOTHING}
          onChange={(id) => id !== NOTHING && onChange([...value, id])}
          options={[{ value: NOTHING, label: words.addFallback }, ...free.map((id) => ({ value: id, label: id }))]}
        />
      )}
      <p className="text-meta text-subtlest">{words.fallbacksHint}</p>
    </div>
  );
}
