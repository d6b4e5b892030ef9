import { useEffect, useRef } from "react";
import { strings } from "../../strings";
import type { Suggestion } from "./suggestions";

/** What the text in the field could become. The field keeps the focus and names the active one. */
export function SuggestionList(props: {
  id: string;
  offered: readonly Suggestion[];
  active: number;
  onChoose: (suggestion: Suggestion) => void;
}) {
  const { id, offered, active } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView?.({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label={strings.requests.filter.suggested}
      className="absolute top-full left-0 z-10 mt-1 max-h-[min(340px,50vh)] w-full max-w-[560px] overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-popup"
      // The field must not lose the focus before the click arrives.
      onMouseDown={(event) => event.preventDefault()}
    >
      {offered.map((suggestion, index) => (
        <div
          key={suggestion.text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onClick={() => props.onChoose(suggestion)}
          className={`flex h-7 cursor-default items-center gap-4 rounded-[4px] px-2 select-none ${index === active ? "bg-active" : "hover:bg-hover"}`}
        >
          <span className="truncate font-mono text-meta">{suggestion.text}</span>
          <span className="ml-auto truncate text-meta text-subtlest">{suggestion.hint}</span>
        </div>
      ))}
    </div>
  );
}
