import { type KeyboardEvent, type MouseEvent, useState } from "react";

/** The bucket that the pointer or the keyboard is on, and the handlers of what shows the buckets side by side. */
export function useBucketCursor(count: number, onOpen: (index: number) => void) {
  const [chosen, setChosen] = useState<number | null>(null);
  const last = count - 1;
  const at = chosen === null ? null : Math.min(chosen, last);

  function under(event: MouseEvent<HTMLElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / width) * count)));
  }

  function onKeyDown(event: KeyboardEvent) {
    const now = at ?? last;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) setChosen(at === null ? last : Math.max(0, Math.min(last, to)));
    else if (event.key === "Enter" && at !== null) onOpen(at);
    else if (event.key === "Escape" && at !== null) setChosen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    at,
    handlers: {
      onKeyDown,
      onPointerMove: (event: MouseEvent<HTMLElement>) => setChosen(under(event)),
      onPointerLeave: () => setChosen(null),
      onBlur: () => setChosen(null),
      onClick: (event: MouseEvent<HTMLElement>) => onOpen(under(event)),
    },
  };
}
