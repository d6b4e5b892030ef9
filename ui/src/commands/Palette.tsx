import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useState } from "react";
import { strings } from "../strings";
import { inPalette, scopeOf, titleOf } from "./catalogue";
import { written } from "./chord";
import { type Place, ranked, usePlaces, useRequestSearch } from "./places";
import { useBoundCommands } from "./registry";
import { shortcutsOf } from "./remap";

const words = strings.commands.palette;
/** More than anybody reads, and quick to draw. */
const MOST_PER_GROUP = 12;

interface Item {
  id: string;
  name: string;
  hint: string;
  chord?: string | undefined;
  run: () => unknown;
}
interface Group {
  value: string;
  items: Item[];
}

/** Everything that can be run and everywhere one can go, by a few letters of its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const groups = useGroups(typed);

  function choose(item: Item) {
    onClose();
    // After the dialog has given the focus back, so that a command can move it again.
    requestAnimationFrame(() => item.run());
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-backdrop" />
        <Dialog.Popup
          aria-label={words.label}
          className="appear fixed top-[10vh] left-1/2 z-10 flex max-h-[min(32rem,80vh)] w-[min(40rem,calc(100vw-2rem))] -translate-x-1/2 flex-col rounded-card border border-line bg-raised shadow-popup outline-none"
        >
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            value={typed}
            onValueChange={setTyped}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(item: Item) => item.name}
          >
            <div className="flex items-center gap-2.5 border-b border-line-subtle px-3.5">
              <Search size={15} aria-hidden className="shrink-0 text-subtlest" />
              <Autocomplete.Input
                aria-label={words.label}
                placeholder={words.placeholder}
                className="h-11 min-w-0 flex-1 bg-transparent outline-none"
              />
            </div>
            <Autocomplete.Empty>
              {groups.length === 0 && <p className="px-3.5 py-6 text-center text-subtle">{words.nothing}</p>}
            </Autocomplete.Empty>
            <Autocomplete.List className="min-h-0 flex-1 scroll-py-1.5 overflow-y-auto overscroll-contain p-1.5 outline-none data-empty:p-0">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items} className="not-last:mb-1">
                  <Autocomplete.GroupLabel className="px-2 pt-1.5 pb-1 text-meta text-subtlest select-none">
                    {group.value}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: Item) => <Row key={item.id} item={item} onChoose={choose} />}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
            <Legend />
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Row({ item, onChoose }: { item: Item; onChoose: (item: Item) => void }) {
  return (
    <Autocomplete.Item
      value={item}
      onClick={() => onChoose(item)}
      className="flex min-h-8 cursor-default items-center gap-3 rounded-control px-2 outline-none select-none data-highlighted:bg-active"
    >
      <span className="min-w-0 truncate">{item.name}</span>
      {item.hint && <span className="min-w-0 shrink truncate text-meta text-subtle">{item.hint}</span>}
      {item.chord && <kbd className="ml-auto shrink-0">{written(item.chord)}</kbd>}
    </Autocomplete.Item>
  );
}

function Legend() {
  return (
    <div aria-hidden className="flex gap-4 border-t border-line-subtle px-3.5 py-2 text-meta text-subtlest">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {words.hints.move}
      </span>
      <span>
        <kbd>Enter</kbd> {words.hints.run}
      </span>
      <span>
        <kbd>Esc</kbd> {words.hints.close}
      </span>
    </div>
  );
}

/** What can be run here first, then everywhere, then what has a name, then the log. */
function useGroups(typed: string): Group[] {
  const commands = useBoundCommands().filter(({ id }) => inPalette(id));
  const places = usePlaces();
  const asked = useRequestSearch(typed);
  const asItem = ({ id, run }: (typeof commands)[number]): Item => ({
    id,
    name: titleOf(id),
    hint: "",
    chord: shortcutsOf(id)[0],
    run: () => run(),
  });
  const placesOf = (group: Place["group"]) => places.filter((each) => each.group === group);
  const idle = typed.trim() === "";
  const all: Group[] = [
    { value: words.groups.here, items: commands.filter(({ id, byKey }) => byKey && scopeOf(id) !== "app").map(asItem) },
    {
      value: words.groups.commands,
      items: commands.filter(({ id, byKey }) => !byKey || scopeOf(id) === "app").map(asItem),
    },
    { value: words.groups.keys, items: idle ? [] : placesOf("keys") },
    { value: words.groups.models, items: idle ? [] : placesOf("models") },
    { value: words.groups.providers, items: idle ? [] : placesOf("providers") },
    { value: words.groups.requests, items: idle ? [] : placesOf("requests") },
  ];
  const groups = all.map(({ value, items }) => ({
    value,
    items: ranked(items, typed).slice(0, idle ? items.length : MOST_PER_GROUP),
  }));
  const requests = groups.at(-1);
  // What was typed can always be searched for; it was found nowhere by name, so it is not ranked.
  requests?.items.push(...asked.filter(({ id }) => requests.items.every((item) => item.id !== id)));
  return groups.filter(({ items }) => items.length > 0);
}
