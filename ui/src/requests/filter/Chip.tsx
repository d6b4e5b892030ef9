import { X } from "lucide-react";
import { strings } from "../../strings";
import type { Token } from "./language";

const words = strings.requests.filter;

/** A token as people read it: `not key: ci`, `credits > 0.5`. A click puts it back into the field. */
export function Chip({ token, onEdit, onRemove }: { token: Token; onEdit: () => void; onRemove: () => void }) {
  const label = spelled(token);
  return (
    <span className="flex h-[22px] max-w-full items-center rounded-full bg-active font-medium text-meta">
      <button
        type="button"
        onClick={onEdit}
        title={words.edit(label)}
        className="h-full min-w-0 truncate rounded-full pl-2.5"
      >
        {label}
      </button>
      <button
        type="button"
        aria-label={words.remove(label)}
        onClick={onRemove}
        className="flex size-[22px] shrink-0 items-center justify-center rounded-full text-subtle hover:text-text"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

export function spelled({ negated, name, operator, value }: Token): string {
  const not = negated ? `${words.not} ` : "";
  return `${not}${operator === ":" ? `${name}: ` : `${name} ${operator} `}${value}`;
}
