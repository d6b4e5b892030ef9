import { Menu } from "@base-ui/react/menu";
import { Ellipsis } from "lucide-react";
import type { Key } from "../api/types";
import { IconButton } from "../parts/Button";
import { strings } from "../strings";

const words = strings.keys.menu;

export type KeyAction = "edit" | "rotate" | "toggle" | "requests" | "delete";

/** What can be done with one key. */
export function KeyMenu({ subject, onAct }: { subject: Key; onAct: (action: KeyAction) => void }) {
  const entries: { action: KeyAction; name: string; danger?: boolean }[] = [
    { action: "edit", name: words.edit },
    { action: "rotate", name: words.rotate },
    { action: "toggle", name: subject.disabled ? words.enable : words.disable },
    { action: "requests", name: words.requests },
    { action: "delete", name: words.delete, danger: true },
  ];
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={words.label(subject.name)} />}>
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-10 outline-none">
          <Menu.Popup className="min-w-36 rounded-control border border-line bg-raised p-1 shadow-popup outline-none">
            {entries.map((entry) => (
              <Menu.Item
                key={entry.action}
                onClick={() => onAct(entry.action)}
                className={`flex h-7 cursor-default items-center rounded-[4px] px-2 outline-none select-none data-highlighted:bg-active ${entry.danger ? "text-danger" : ""}`}
              >
                {entry.name}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
