import type { FileRow } from "../api/types";
import { useShortcut } from "../commands/remap";
import { Menu, type MenuEntry } from "../parts/Menu";
import { strings } from "../strings";
import type { FileAction } from "./useFileActions";

const words = strings.files.menu;

/** What can be done with one file. */
export function FileMenu({ file, onAct }: { file: FileRow; onAct: (action: FileAction) => void }) {
  const open = useShortcut("files.open").text;
  const copy = useShortcut("files.copyId").text;
  const remove = useShortcut("files.remove").text;
  const entries: MenuEntry<FileAction>[] = [
    { action: "open", name: words.open, shortcut: open },
    { action: "copyId", name: words.copyId, shortcut: copy },
    { action: "save", name: words.save },
    { action: "playground", name: words.playground },
    ...(file.made_by ? [{ action: "requests" as const, name: words.requests }] : []),
    { action: "delete", name: words.delete, danger: true, apart: true, shortcut: remove },
  ];
  return <Menu label={words.label(file.filename)} entries={entries} onAct={onAct} />;
}
