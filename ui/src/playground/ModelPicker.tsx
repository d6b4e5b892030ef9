import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import type { Model } from "../api/types";
import { strings } from "../strings";
import { type Providers, priceWords, troubleOf } from "./price";

const words = strings.playground;

interface Item {
  value: string;
  label: string;
  model: Model;
}

/** A chat model, found by a few letters of its name or of its provider's. */
export function ModelPicker(props: {
  label: string;
  models: readonly Model[];
  providers: Providers;
  value: string;
  onChange: (model: string) => void;
}) {
  const { models, providers } = props;
  // The provider is part of what is searched, and is shown beside.
  const items: Item[] = models.map((model) => ({ value: model.id, label: `${model.id} ${model.provider}`, model }));
  const chosen = items.find((item) => item.value === props.value) ?? null;
  return (
    <Combobox.Root
      autoHighlight
      items={items}
      value={chosen}
      onValueChange={(item) => item && props.onChange(item.value)}
    >
      <Combobox.Trigger
        aria-label={`${props.label}: ${props.value}`}
        title={props.value}
        className="-ml-2 flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-control px-2 text-left hover:bg-hover"
      >
        <span className="truncate font-medium font-mono text-meta">{props.value}</span>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-subtlest" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner align="start" sideOffset={4} className="z-10 outline-none">
          <Combobox.Popup
            aria-label={props.label}
            className="flex max-h-[min(380px,var(--available-height))] w-[min(460px,var(--available-width))] flex-col overflow-hidden rounded-control border border-line bg-raised shadow-popup outline-none"
          >
            <Combobox.Input
              placeholder={words.modelFilter}
              aria-label={words.modelFilter}
              className="h-9 shrink-0 border-b border-line-subtle bg-transparent px-3 outline-none"
            />
            <Combobox.Empty>
              <p className="px-3 py-3 text-subtle empty:hidden">
                {models.length === 0 ? strings.loading : words.noModel}
              </p>
            </Combobox.Empty>
            <Combobox.List className="min-h-0 flex-1 scroll-py-1 overflow-y-auto p-1 outline-none data-empty:p-0">
              {(item: Item) => <Row key={item.value} item={item} trouble={troubleOf(item.model, providers)} />}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function Row({ item, trouble }: { item: Item; trouble: string | null }) {
  return (
    <Combobox.Item
      value={item}
      className="flex min-h-10 cursor-default items-center gap-2 rounded-[4px] px-2 py-1 outline-none select-none data-highlighted:bg-active"
    >
      <span className="w-4 shrink-0">
        <Combobox.ItemIndicator>
          <Check size={14} aria-hidden className="text-accent" />
        </Combobox.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-meta">{item.model.id}</span>
        <span className="flex gap-2 text-meta text-subtle">
          <span className="truncate">{item.model.provider}</span>
          {trouble && <span className="shrink-0 text-warning">{trouble}</span>}
        </span>
      </span>
      <span className="shrink-0 text-meta text-subtle tabular-nums">{priceWords(item.model)}</span>
    </Combobox.Item>
  );
}
