import { Menu } from "@base-ui/react/menu";
import { Ellipsis } from "lucide-react";
import { IconButton } from "../parts/Button";

export interface MenuEntry<Action> {
  action: Action;
  name: string;
  danger?: boolean;
}

/** What can be done with the thing in one row. */
export function RowMenu<Action extends string>(props: {
  label: string;
  entries: readonly MenuEntry<Action>[];
  onAct: (action: Action) => void;
}) {
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={props.label} />}>
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-10 outline-none">
          <Menu.Popup className="min-w-36 rounded-control border border-line bg-raised p-1 shadow-popup outline-none">
            {props.entries.map((entry) => (
              <Menu.Item
                key={entry.action}
                onClick={() => props.onAct(entry.action)}
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
