import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

export interface Pickable {
  value: string;
  label: string;
  /** At the right end. */
  hint?: string;
  /** Searched besides the label. */
  also?: string;
}

const TRIGGERS = {
  field: "h-8 justify-between gap-2 border border-line-input bg-surface pr-2 pl-2.5",
  bare: "-ml-2 h-7 flex-1 gap-1.5 px-2 font-medium",
};

/** One of many, found by a few letters. For a few that need no search there is `Choice`. */
export function Picker<Item extends Pickable>(props: {
  /** What is chosen here. */
  label: string;
  items: readonly Item[];
  value: string;
  onChange: (value: string) => void;
  /** What stands where the letters go. */
  search: string;
  /** Said when nothing fits. */
  nothing: string;
  /** Shown as long as none of the items is chosen. */
  placeholder?: string;
  look?: keyof typeof TRIGGERS;
  mono?: boolean;
  /** A row of one's own. */
  row?: (item: Item) => ReactNode;
  testId?: string;
}) {
  const { look = "field" } = props;
  const font = props.mono ? "font-mono text-meta" : "";
  const entries = props.items.map((item) => ({
    value: item.value,
    label: `${item.label} ${item.also ?? ""}`,
    item,
  }));
  const chosen = entries.find(({ value }) => value === props.value) ?? null;
  const shown = chosen?.item.label ?? props.placeholder ?? "";
  return (
    <Combobox.Root
      autoHighlight
      items={entries}
      value={chosen}
      onValueChange={(entry) => entry && props.onChange(entry.value)}
    >
      <Combobox.Trigger
        aria-label={shown === props.label ? shown : `${props.label}: ${shown}`}
        title={shown}
        data-testid={props.testId}
        className={`flex min-w-0 items-center rounded-control text-left hover:bg-hover ${TRIGGERS[look]}`}
      >
        <span className={`truncate ${chosen ? font : "text-subtle"}`}>{shown}</span>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-subtlest" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner align="start" sideOffset={4} className="z-10 outline-none">
          <Combobox.Popup
            aria-label={props.label}
            className={`flex max-h-[min(24rem,var(--available-height))] flex-col overflow-hidden rounded-control border border-line bg-raised shadow-popup outline-none ${look === "field" ? "w-[max(var(--anchor-width),20rem)]" : "w-[min(29rem,var(--available-width))]"}`}
          >
            <Combobox.Input
              placeholder={props.search}
              aria-label={props.search}
              className="h-9 shrink-0 border-b border-line-subtle bg-transparent px-3 outline-none"
            />
            <Combobox.Empty>
              <p className="px-3 py-3 text-subtle empty:hidden">{props.nothing}</p>
            </Combobox.Empty>
            <Combobox.List className="min-h-0 flex-1 scroll-py-1 overflow-y-auto p-1 outline-none data-empty:p-0">
              {(entry: (typeof entries)[number]) => (
                <Combobox.Item
                  key={entry.value}
                  value={entry}
                  className="flex min-h-8 cursor-default items-center gap-2 rounded-[4px] py-1 pr-3 pl-2 outline-none select-none data-highlighted:bg-active"
                >
                  <span className="w-4 shrink-0">
                    <Combobox.ItemIndicator>
                      <Check size={14} aria-hidden className="text-accent" />
                    </Combobox.ItemIndicator>
                  </span>
                  {props.row?.(entry.item) ?? <Plain item={entry.item} font={font} />}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function Plain({ item: { label, hint }, font }: { item: Pickable; font: string }) {
  return (
    <>
      <span className={`min-w-0 shrink-0 max-w-[75%] truncate ${font}`}>{label}</span>
      {hint && <span className="ml-auto min-w-0 truncate pl-4 text-meta text-subtlest">{hint}</span>}
    </>
  );
}
