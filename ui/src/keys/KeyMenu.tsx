import type { Key } from "../api/types";
import { useShortcut } from "../commands/remap";
import { Menu, type MenuEntry } from "../parts/Menu";
import { strings } from "../strings";

const words = strings.keys.menu;

export type KeyAction = "edit" | "duplicate" | "rotate" | "toggle" | "playground" | "requests" | "delete";

/** What can be done with one key. */
export function KeyMenu({ subject, onAct }: { subject: Key; onAct: (action: KeyAction) => void }) {
  const edit = useShortcut("keys.edit").text;
  const toggle = useShortcut("keys.toggle").text;
  const entries: MenuEntry<KeyAction>[] = [
    { action: "edit", name: words.edit, shortcut: edit },
    { action: "duplicate", name: words.duplicate },
    { action: "rotate", name: words.rotate },
    { action: "toggle", name: subject.disabled ? words.enable : words.disable, shortcut: toggle },
    { action: "requests", name: words.requests, apart: true },
    { action: "playground", name: words.playground },
    { action: "delete", name: words.delete, danger: true, apart: true },
  ];
  return <Menu label={words.label(subject.name)} entries={entries} onAct={onAct} />;
}
