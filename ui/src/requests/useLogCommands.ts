import type { RefObject } from "react";
import type { RequestRow } from "../api/types";
import { useCommands } from "../commands/registry";
import type { useSelection } from "./selection/useSelection";

/** So many rows Page up and Page down go. */
const PAGE = 10;

/** What the keys do on the list of requests. */
export function useLogCommands(on: {
  rows: readonly RequestRow[];
  selection: ReturnType<typeof useSelection>;
  input: RefObject<HTMLInputElement | null>;
  open: (id: string) => void;
  close: () => void;
  isOpen: boolean;
  follow: () => void;
  pin: (rows: readonly RequestRow[]) => void;
  discard: (rows: readonly RequestRow[]) => void;
  copyCurl: (id: string) => void;
  replay: (id: string) => void;
}): void {
  const { rows, selection } = on;
  const focusFilter = () => on.input.current?.focus();
  const withSubject = (act: (rows: readonly RequestRow[]) => void) => () => {
    const subject = selection.subject();
    if (subject.length === 0) return false;
    act(subject);
    return true;
  };
  const withCurrent = (act: (id: string) => void) => () => {
    if (selection.current === undefined) return false;
    act(selection.current);
    return true;
  };
  useCommands({
    "requests.filter": focusFilter,
    "requests.next": selection.walk(1),
    "requests.previous": selection.walk(-1),
    "requests.nextPage": selection.walk(PAGE),
    "requests.previousPage": selection.walk(-PAGE),
    "requests.extendNext": selection.walk(1, true),
    "requests.extendPrevious": selection.walk(-1, true),
    "requests.newest": () => selection.goTo(rows[0]?.id, false),
    "requests.follow": on.follow,
    "requests.selectAll": selection.all,
    "requests.open": withCurrent(on.open),
    "requests.copyCurl": withCurrent(on.copyCurl),
    "requests.replay": withCurrent(on.replay),
    "requests.pin": withSubject(on.pin),
    "requests.remove": withSubject(on.discard),
    "requests.close"() {
      if (selection.ids.size > 0) selection.clear();
      else if (on.isOpen) on.close();
      else selection.unmark();
    },
  });
}
