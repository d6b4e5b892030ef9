import { Combobox } from "@base-ui/react/combobox";
import { useQuery } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { type RefObject, useMemo, useState } from "react";
import { useGateway } from "../api/gateway";
import type { LogFilters } from "../api/log";
import { keysQuery, modelsQuery, providersQuery } from "../api/queries";
import { IconButton } from "../parts/Button";
import { strings } from "../strings";
import { asRequestId, choices, chosen, type FilterItem, fits, same, toFilters, typed } from "./filters";

const words = strings.requests.filter;
/** More than anybody reads; typing narrows it. */
const MOST_SHOWN = 40;

/** One field for all filters: type or choose; each becomes a chip. A pasted request id opens that request. */
export function FilterBar(props: {
  filters: LogFilters;
  onChange: (filters: LogFilters) => void;
  onOpen: (id: string) => void;
  input: RefObject<HTMLInputElement | null>;
}) {
  const { client } = useGateway();
  const keys = useQuery(keysQuery(client)).data;
  const models = useQuery(modelsQuery(client)).data;
  const providers = useQuery(providersQuery(client)).data;
  const known = useMemo(
    () => ({ keys: keys ?? [], models: models ?? [], providers: providers ?? [] }),
    [keys, models, providers],
  );
  const [text, setText] = useState("");
  const value = useMemo(() => chosen(props.filters, known), [props.filters, known]);
  const items = useMemo(() => {
    const own = typed(text);
    const listed = choices(known);
    return own && !listed.some((choice) => same(choice, own)) ? [own, ...listed] : listed;
  }, [text, known]);

  function onInput(next: string) {
    const id = asRequestId(next);
    if (id) props.onOpen(id);
    setText(id ? "" : next);
  }

  return (
    <Combobox.Root
      multiple
      autoHighlight
      items={items}
      limit={MOST_SHOWN}
      filter={fits}
      value={value}
      isItemEqualToValue={same}
      itemToStringLabel={(item: FilterItem) => item.label}
      inputValue={text}
      onInputValueChange={onInput}
      onValueChange={(next, change) => {
        // Esc leaves the field; it must not throw the filters away.
        if (change.reason === "escape-key") {
          change.cancel();
          props.input.current?.blur();
          return;
        }
        props.onChange(toFilters(next));
        setText("");
      }}
    >
      <Combobox.InputGroup className="flex h-8 items-center gap-2 rounded-control border border-line-input bg-surface pr-1.5 pl-2.5 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:-outline-offset-1 has-[input:focus-visible]:outline-focus">
        <Search size={14} aria-hidden className="shrink-0 text-subtlest" />
        <Combobox.Chips className="flex min-w-0 flex-1 items-center gap-1.5">
          {value.map((item) => (
            <Combobox.Chip
              key={item.field}
              aria-label={item.label}
              className="flex h-[22px] shrink-0 items-center rounded-full bg-active pl-2.5 text-meta font-medium outline-none data-highlighted:ring-2 data-highlighted:ring-focus"
            >
              {item.label}
              <Combobox.ChipRemove
                aria-label={words.remove(item.label)}
                className="flex size-[22px] items-center justify-center rounded-full text-subtle hover:text-text"
              >
                <X size={12} aria-hidden />
              </Combobox.ChipRemove>
            </Combobox.Chip>
          ))}
          <Combobox.Input
            ref={props.input}
            aria-label={words.label}
            placeholder={value.length > 0 ? "" : words.placeholder}
            className="h-full min-w-24 flex-1 bg-transparent outline-none"
          />
        </Combobox.Chips>
        {value.length > 0 ? (
          <IconButton label={words.clear} onClick={() => props.onChange({})} className="!size-5">
            <X size={14} aria-hidden />
          </IconButton>
        ) : (
          <kbd aria-hidden>/</kbd>
        )}
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner align="start" sideOffset={4} className="z-10 outline-none">
          <Combobox.Popup className="w-[var(--anchor-width)] max-w-[560px] rounded-control border border-line bg-raised shadow-popup">
            <Combobox.Empty className="px-3 text-subtle not-empty:py-2">{words.none}</Combobox.Empty>
            <Combobox.List className="max-h-[min(340px,var(--available-height))] overflow-y-auto p-1 outline-none data-empty:p-0">
              {(item: FilterItem) => (
                <Combobox.Item
                  key={item.label}
                  value={item}
                  className="flex h-7 cursor-default items-center gap-3 rounded-[4px] px-2 outline-none select-none data-highlighted:bg-active data-selected:text-accent"
                >
                  <span className="truncate">{item.label}</span>
                  <span className="ml-auto truncate text-meta text-subtlest">{item.hint}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
