import { Menu } from "@base-ui/react/menu";
import type { RequestRow } from "../api/types";
import { strings } from "../strings";
import { token } from "./filter/language";

const words = strings.requests.menu;

/** Where the menu of a row was asked for. */
export interface MenuPlace {
  row: RequestRow;
  x: number;
  y: number;
}

export interface RowAction {
  name: string;
  shortcut?: string;
  danger?: boolean;
  run: () => void;
}

/** What can be done with one row: show only its like, or hide it, and the actions that `groups` brings. */
export function RowMenu(props: {
  place: MenuPlace | null;
  onClose: () => void;
  onFilter: (token: string) => void;
  groups: readonly (readonly RowAction[])[];
}) {
  const { place, onFilter } = props;
  if (!place) return null;
  const values = valuesOf(place.row);
  const only = values.map(({ what, name, value }) => ({
    name: words.only(what),
    run: () => onFilter(token(name, value)),
  }));
  const hide = values.map(({ what, name, value }) => ({
    name: words.hide(what),
    run: () => onFilter(token(name, value, true)),
  }));
  const [first = [], ...rest] = props.groups;
  const groups = [first, only, hide, ...rest].filter((group) => group.length > 0);
  const anchor = { getBoundingClientRect: () => new DOMRect(place.x, place.y, 0, 0) };
  return (
    <Menu.Root open onOpenChange={(open) => !open && props.onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} align="start" side="bottom" className="z-10 outline-none">
          <Menu.Popup
            aria-label={words.label}
            className="max-h-(--available-height) min-w-48 max-w-80 overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-popup outline-none"
          >
            {groups.map((group, index) => (
              <Menu.Group key={group[0]?.name} className={index > 0 ? "mt-1 border-t border-line-subtle pt-1" : ""}>
                {group.map((action: RowAction) => (
                  <Menu.Item
                    key={action.name}
                    onClick={action.run}
                    className={`flex h-7 cursor-default items-center gap-6 rounded-[4px] px-2 outline-none select-none data-highlighted:bg-active ${action.danger ? "text-danger" : ""}`}
                  >
                    <span className="truncate">{action.name}</span>
                    {action.shortcut && <kbd className="ml-auto">{action.shortcut}</kbd>}
                  </Menu.Item>
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function valuesOf(row: RequestRow): { name: string; value: string; what: string }[] {
  const found = {
    model: row.model,
    provider: row.provider,
    // A deleted key has no name to ask for.
    key: row.key_name?.startsWith("deleted key") ? row.key : row.key_name,
    status: row.state === "running" ? "running" : String(row.status),
  };
  return (Object.keys(found) as (keyof typeof found)[]).flatMap((name) => {
    const value = found[name];
    return value ? [{ name, value, what: words.what[name](value) }] : [];
  });
}
