import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useId } from "react";
import { GroupLabel } from "../parts/Field";
import { strings } from "../strings";
import type { Vendor } from "./types";

const words = strings.providers.form;

interface Item {
  value: string;
  label: string;
  vendor: Vendor;
}

/** A vendor, found by a few letters of its name or address. */
export function VendorPicker(props: { vendors: readonly Vendor[]; value: string; onChange: (vendor: string) => void }) {
  const label = useId();
  // What is searched; the name alone is shown.
  const items: Item[] = props.vendors.map((vendor) => ({
    value: vendor.id,
    label: `${vendor.label} ${vendor.id} ${vendor.base_url ?? ""}`,
    vendor,
  }));
  const chosen = items.find((item) => item.value === props.value) ?? null;
  return (
    <div className="flex flex-col gap-1">
      <GroupLabel id={label}>{words.vendor}</GroupLabel>
      <Combobox.Root
        autoHighlight
        items={items}
        value={chosen}
        onValueChange={(item) => item && props.onChange(item.value)}
      >
        <Combobox.Trigger
          aria-label={words.chosenVendor(chosen?.vendor.label ?? "")}
          data-testid="vendor"
          className="flex h-8 min-w-0 items-center justify-between gap-2 rounded-control border border-line-input bg-surface pr-2 pl-2.5 text-left hover:bg-hover"
        >
          <span className="truncate">{chosen?.vendor.label}</span>
          <ChevronDown size={14} aria-hidden className="shrink-0 text-subtlest" />
        </Combobox.Trigger>
        <Combobox.Portal>
          <Combobox.Positioner align="start" sideOffset={4} className="z-10 outline-none">
            <Combobox.Popup
              aria-label={words.vendor}
              className="flex max-h-[min(22rem,var(--available-height))] w-[var(--anchor-width)] flex-col overflow-hidden rounded-control border border-line bg-raised shadow-popup outline-none"
            >
              <Combobox.Input
                placeholder={words.vendorFilter}
                aria-label={words.vendorFilter}
                className="h-9 shrink-0 border-b border-line-subtle bg-transparent px-3 outline-none"
              />
              <Combobox.Empty>
                <p className="px-3 py-3 text-subtle empty:hidden">{words.noVendor}</p>
              </Combobox.Empty>
              <Combobox.List className="min-h-0 flex-1 scroll-py-1 overflow-y-auto p-1 outline-none data-empty:p-0">
                {(item: Item) => (
                  <Combobox.Item
                    key={item.value}
                    value={item}
                    className="flex h-8 cursor-default items-center gap-2 rounded-[4px] pr-3 pl-2 outline-none select-none data-highlighted:bg-active"
                  >
                    <span className="w-4 shrink-0">
                      <Combobox.ItemIndicator>
                        <Check size={14} aria-hidden className="text-accent" />
                      </Combobox.ItemIndicator>
                    </span>
                    <span className="shrink-0">{item.vendor.label}</span>
                    <span className="ml-auto min-w-0 truncate pl-4 text-meta text-subtlest">
                      {item.vendor.local ? words.local : (item.vendor.base_url?.replace(/^https:\/\//, "") ?? "")}
                    </span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </div>
  );
}
