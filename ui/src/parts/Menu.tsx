import { Menu as Base } from "@base-ui/react/menu";
import { Ellipsis } from "lucide-react";
import { IconButton } from "./Button";

export interface MenuEntry<Action extends string = string> {
  action: Action;
  name: string;
  danger?: boolean;
  disabled?: boolean;
  /** Its key, as `written` says it. */
  shortcut?: string | undefined;
  /** A line above: something of another kind begins. */
  apart?: boolean;
}

/** What can be done with one thing, behind three dots. `label` says with which thing. */
export function Menu<Action extends string>(props: {
  label: string;
  entries: readonly MenuEntry<Action>[];
  onAct: (action: Action) => void;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={<IconButton label={props.label} />}>
        <Ellipsis size={16} aria-hidden />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={4} className="z-10 outline-none">
          <Base.Popup className="max-h-[var(--available-height)] min-w-36 overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-popup outline-none">
            {props.entries.map((entry) => (
              <Entry key={entry.action} entry={entry} onAct={() => props.onAct(entry.action)} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ entry, onAct }: { entry: MenuEntry; onAct: () => void }) {
  return (
    <>
      {entry.apart && <Base.Separator className="my-1 h-px bg-line-subtle" />}
      <Base.Item
        onClick={onAct}
        disabled={entry.disabled ?? false}
        className={`flex h-7 cursor-default items-center gap-6 rounded-[4px] px-2 outline-none select-none data-disabled:text-subtlest data-highlighted:bg-active ${entry.danger ? "text-danger" : ""}`}
      >
        {entry.name}
        {entry.shortcut && <kbd className="ml-auto">{entry.shortcut}</kbd>}
      </Base.Item>
    </>
  );
}
