import { useState } from "react";
import { usesArrows } from "../shell/shortcuts";

/** Walking a list with j, k and the arrows, opening with Enter. Gives the row it is on, and the shortcuts. */
export function useRowWalk(ids: readonly string[], onOpen: (id: string) => void, openId?: string) {
  const [marked, setMarked] = useState<string>();
  const current = openId ?? marked;

  function walk(step: number) {
    const at = current === undefined ? -1 : ids.indexOf(current);
    const next = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + step))];
    if (next === undefined) return;
    setMarked(next);
    if (openId !== undefined) onOpen(next);
  }
  const byArrow = (step: number) => (event: KeyboardEvent) => {
    if (usesArrows(event.target)) return false;
    walk(step);
    return true;
  };

  return {
    current,
    setMarked,
    shortcuts: {
      j: () => walk(1),
      k: () => walk(-1),
      ArrowDown: byArrow(1),
      ArrowUp: byArrow(-1),
      Enter: (event: KeyboardEvent) => {
        // A focused button means itself.
        if (event.target instanceof Element && event.target.closest("button, a, input, [role=tab]")) return false;
        if (current === undefined) return false;
        onOpen(current);
        return true;
      },
    },
  };
}
