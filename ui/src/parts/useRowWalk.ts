import { useState } from "react";
import { usesArrows } from "../commands/keyboard";

/** Walking a list and opening what it is on. Gives the row it is on, and what the keys do. */
export function useRowWalk(ids: readonly string[], onOpen: (id: string) => void, openId?: string) {
  const [marked, setMarked] = useState<string>();
  const current = openId ?? marked;

  const walk = (step: number) => (event?: KeyboardEvent) => {
    if (event?.key.startsWith("Arrow") && usesArrows(event.target)) return false;
    const at = current === undefined ? -1 : ids.indexOf(current);
    const to = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + step))];
    if (to === undefined) return false;
    setMarked(to);
    if (openId !== undefined) onOpen(to);
    return true;
  };
  const next = walk(1);
  const previous = walk(-1);

  function open(event?: KeyboardEvent) {
    // A focused button means itself.
    if (
      event?.key === "Enter" &&
      event.target instanceof Element &&
      event.target.closest("button, a, input, [role=tab]")
    )
      return false;
    if (current === undefined) return false;
    onOpen(current);
    return true;
  }

  return {
    current,
    setMarked,
    next,
    previous,
    open,
    shortcuts: { j: next, k: previous, ArrowDown: next, ArrowUp: previous, Enter: open },
  };
}
