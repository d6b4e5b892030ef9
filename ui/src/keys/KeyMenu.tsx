import type { Key } from "../api/types";
import { Menu, type MenuEntry } from "../parts/Menu";
import { strings } from "../strings";

const words = strings.keys.menu;

export type KeyAction = "edit" | "rotate" | "toggle" | "requests" | "delete";

/** What can be done with one key. */
export function KeyMenu({ subject, onAct }: { subject: Key; onAct: (action: KeyAction) => void }) {
  const entries: MenuEntry<KeyAction>[] = [
    { action: "edit", name: words.edit },
    { action: "rotate", name: words.rotate },
    { action: "toggle", name: subject.disabled ? words.enable : words.disable },
    { action: "requests", name: words.requests },
    { action: "delete", name: words.delete, danger: true },
  ];
  return <Menu label={words.label(subject.name)} entries={entries} onAct={onAct} />;
}
