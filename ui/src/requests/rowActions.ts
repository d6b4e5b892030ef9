import type { RequestRow } from "../api/types";
import type { CommandId } from "../commands/catalogue";
import { written } from "../commands/chord";
import { shortcutsOf } from "../commands/remap";
import { copyText } from "../host/clipboard";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import type { MenuPlace, RowAction } from "./RowMenu";

const words = strings.requests.menu;

/** The actions of a row's menu, beside its filters. */
export function rowActions(
  place: MenuPlace | null,
  on: {
    open: (id: string) => void;
    copyCurl: (id: string) => void;
    replay: (id: string) => void;
    pin: (row: RequestRow) => void;
    discard: (row: RequestRow) => void;
  },
): RowAction[][] {
  if (!place) return [];
  const { row } = place;
  const key = (id: CommandId) => shortcutsOf(id).slice(0, 1).map(written)[0] ?? "";
  const copyId = async () => tell((await copyText(row.id)) ? strings.copy.copied : strings.copy.failed);
  return [
    [{ name: words.open, shortcut: key("requests.open"), run: () => on.open(row.id) }],
    [
      {
        name: row.pinned ? words.unpin : words.pin,
        shortcut: key("requests.pin"),
        run: () => on.pin(row),
      },
      { name: words.copyCurl, shortcut: key("requests.copyCurl"), run: () => on.copyCurl(row.id) },
      { name: words.replay, shortcut: key("requests.replay"), run: () => on.replay(row.id) },
      { name: words.copyId, run: () => void copyId() },
      { name: words.remove, shortcut: key("requests.remove"), danger: true, run: () => on.discard(row) },
    ],
  ];
}
