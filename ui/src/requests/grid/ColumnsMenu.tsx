import { Popover } from "@base-ui/react/popover";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { Button, IconButton } from "../../parts/Button";
import { strings } from "../../strings";
import type { Column } from "./columns";
import { arrange, inOrder, type Layout, moved, resized, toggled } from "./layout";

const words = strings.requests.layout;
const STEP = 8;

/** Which columns are shown, in which order and how wide. The headings can be dragged too. */
export function ColumnsMenu({ layout, onChange }: { layout: Layout; onChange: (layout: Layout) => void }) {
  const ordered = inOrder(layout.order);
  const usual = ordered.filter((column) => column.rank !== undefined).map((column) => column.id);
  const shown = layout.shown ?? usual;

  /** The column takes the place of its neighbour. */
  function move(column: Column, step: 1 | -1) {
    const at = ordered.indexOf(column);
    const before = ordered[step < 0 ? at - 1 : at + 2]?.id ?? null;
    if (ordered[at + step]) onChange(moved(layout, column.id, before));
  }

  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton label={words.title} className="border border-line bg-raised" />}>
        <Columns3 size={14} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="z-10 outline-none">
          <Popover.Popup
            aria-label={words.title}
            className="flex max-h-[min(34rem,var(--available-height))] w-80 flex-col rounded-control border border-line bg-raised p-1 shadow-popup outline-none"
          >
            <ul className="min-h-0 flex-1 overflow-y-auto">
              {ordered.map((column) => {
                const name = strings.requests.columns[column.id];
                const width = arrange({ ...layout, shown: [column.id] }, 0)[0]?.width ?? column.width;
                return (
                  <li key={column.id} className="flex h-7 items-center gap-1 rounded-[4px] pl-2 hover:bg-hover">
                    <label className="flex min-w-0 flex-1 items-center gap-2">
                      <input
                        type="checkbox"
                        checked={shown.includes(column.id)}
                        onChange={() => onChange(toggled(layout, column.id, usual))}
                        className="accent-(--accent-fill)"
                      />
                      <span className="truncate">{name}</span>
                    </label>
                    <input
                      type="number"
                      aria-label={words.resize(name)}
                      title={words.resize(name)}
                      step={STEP}
                      min={column.least}
                      value={width}
                      onChange={(event) => onChange(resized(layout, column, Number(event.target.value)))}
                      className="h-6 w-16 rounded-control border border-line-subtle bg-surface px-1.5 text-meta num"
                    />
                    <IconButton label={words.up(name)} onClick={() => move(column, -1)} className="!size-6">
                      <ArrowUp size={13} aria-hidden />
                    </IconButton>
                    <IconButton label={words.down(name)} onClick={() => move(column, 1)} className="!size-6">
                      <ArrowDown size={13} aria-hidden />
                    </IconButton>
                  </li>
                );
              })}
            </ul>
            <div className="mt-1 flex items-center gap-2 border-t border-line-subtle px-2 pt-1.5 pb-0.5">
              <p className="min-w-0 flex-1 text-meta text-subtlest">{words.hint}</p>
              <Button onClick={() => onChange({})}>{words.reset}</Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
