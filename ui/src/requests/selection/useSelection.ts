import { type MouseEvent, useState } from "react";
import { indexOf, place } from "../../api/log";
import type { RequestRow } from "../../api/types";
import { usesArrows } from "../../commands/keyboard";

const NONE: ReadonlySet<string> = new Set();

/**
 * The row that the keyboard is on, and the rows that are chosen. Where a row's detail is open, walking opens the next
 * one in its place. Rows are found by their order, not one by one: there may be a hundred thousand.
 */
export function useSelection(rows: readonly RequestRow[], openId: string | undefined, onOpen: (id: string) => void) {
  const [marked, setMarked] = useState<string>();
  const [anchor, setAnchor] = useState<string>();
  const [ids, setIds] = useState(NONE);
  const current = openId ?? marked;

  function goTo(id: string | undefined, extend: boolean) {
    if (id === undefined) return false;
    const from = anchor ?? current ?? id;
    setMarked(id);
    if (extend) setIds(between(rows, from, id));
    setAnchor(extend ? from : id);
    if (openId !== undefined && !extend) onOpen(id);
    return true;
  }

  const walk =
    (step: number, extend = false) =>
    (event?: KeyboardEvent) => {
      if (event && usesArrows(event.target)) return false;
      const from = extend ? (marked ?? current) : current;
      const at = from === undefined ? -1 : place(rows, from);
      const to = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step));
      return goTo(rows[to]?.id, extend);
    };

  /** A click with Ctrl or Shift chooses; a plain one is left to who opens rows. */
  function pick(event: MouseEvent, id: string): boolean {
    if (event.shiftKey) return goTo(id, true);
    if (event.ctrlKey || event.metaKey) {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      setIds(next);
      setMarked(id);
      setAnchor(id);
      return true;
    }
    setMarked(id);
    setAnchor(id);
    setIds(NONE);
    return false;
  }

  function clear() {
    setIds(NONE);
    setAnchor(current);
  }

  /** What an action is about: what is chosen, or else the row the keyboard is on. */
  function subject(): RequestRow[] {
    const wanted = ids.size > 0 ? [...ids] : current === undefined ? [] : [current];
    return wanted.flatMap((id) => rows[indexOf(rows, id)] ?? []);
  }

  return {
    current,
    ids,
    walk,
    goTo,
    pick,
    clear,
    subject,
    unmark: () => setMarked(undefined),
    only: (id: string) => setMarked(id),
    all: () => setIds(new Set(rows.map((row) => row.id))),
  };
}

/** The rows from one to another, both with it. */
export function between(rows: readonly RequestRow[], one: string, other: string): ReadonlySet<string> {
  const [first = 0, last = 0] = [place(rows, one), place(rows, other)].sort((a, b) => a - b);
  return new Set(rows.slice(first, last + 1).map((row) => row.id));
}
