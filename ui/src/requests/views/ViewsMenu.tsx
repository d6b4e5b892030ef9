import { Popover } from "@base-ui/react/popover";
import { Bookmark, Check, ChevronDown, Pencil, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button, buttonClass, IconButton } from "../../parts/Button";
import { later } from "../../parts/undo";
import { strings } from "../../strings";
import type { Layout } from "../grid/layout";
import type { RequestsSearch } from "../search";
import { BUILT_IN, sameSearch, useViews, type View, withView } from "./views";

const words = strings.requests.views;
const INPUT =
  "h-7 min-w-0 flex-1 rounded-control border border-line-input bg-surface px-2 focus-visible:-outline-offset-1";

/** Filter, time and columns by name: those everybody needs, and one's own. */
export function ViewsMenu(props: { search: RequestsSearch; layout: Layout; onShow: (view: View) => void }) {
  const { search, layout, onShow } = props;
  const [views, setViews] = useViews();
  const [open, setOpen] = useState(false);
  const [renaming, setRenaming] = useState<string | null>(null);
  const current = [...views, ...BUILT_IN].find((view) => sameSearch(view.search, search));

  function show(view: View) {
    setOpen(false);
    onShow(view);
  }

  function save(event: FormEvent<HTMLFormElement>) {
    const name = nameIn(event);
    if (name === "") return;
    const { q, range, from, to } = search;
    const kept = { q, range, from, to } as RequestsSearch;
    setViews(withView(views, { name, search: kept, layout }));
    setOpen(false);
  }

  function rename(event: FormEvent<HTMLFormElement>, view: View) {
    const name = nameIn(event);
    setRenaming(null);
    if (name === "" || name === view.name) return;
    const others = views.filter((each) => each.name !== name);
    setViews(others.map((each) => (each === view ? { ...view, name } : each)));
  }

  function remove(view: View) {
    setViews(views.filter((each) => each !== view));
    later({
      id: `view:${view.name}`,
      text: words.removed(view.name),
      run: async () => undefined,
      onUndo: () => setViews(views),
    });
  }

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={buttonClass()}>
        <Bookmark size={13} aria-hidden />
        <span className="max-w-36 truncate">{current?.name ?? words.title}</span>
        <ChevronDown size={13} aria-hidden className="text-subtlest" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={4} className="z-10 outline-none">
          <Popover.Popup
            aria-label={words.title}
            className="w-72 rounded-control border border-line bg-raised p-1 shadow-popup outline-none"
          >
            {BUILT_IN.map((view) => (
              <Entry key={view.name} view={view} current={view === current} onShow={show} />
            ))}
            {views.length > 0 && <hr className="my-1 border-line-subtle" />}
            {views.map((view) =>
              renaming === view.name ? (
                <form key={view.name} onSubmit={(event) => rename(event, view)} className="flex p-0.5">
                  <input
                    name="name"
                    // biome-ignore lint/a11y/noAutofocus: the field takes the place of what was pressed
                    autoFocus
                    aria-label={words.rename(view.name)}
                    defaultValue={view.name}
                    onFocus={(event) => event.target.select()}
                    onBlur={() => setRenaming(null)}
                    className={INPUT}
                  />
                </form>
              ) : (
                <div key={view.name} className="flex items-center">
                  <Entry view={view} current={view === current} onShow={show} />
                  <IconButton label={words.rename(view.name)} onClick={() => setRenaming(view.name)}>
                    <Pencil size={13} aria-hidden />
                  </IconButton>
                  <IconButton label={words.remove(view.name)} onClick={() => remove(view)}>
                    <Trash2 size={13} aria-hidden />
                  </IconButton>
                </div>
              ),
            )}
            <hr className="my-1 border-line-subtle" />
            <form onSubmit={save} className="flex flex-col gap-1.5 p-1">
              <p className="text-meta text-subtle">{words.none}</p>
              <div className="flex gap-1.5">
                <input
                  name="name"
                  aria-label={words.name}
                  placeholder={words.name}
                  autoComplete="off"
                  className={INPUT}
                />
                <Button type="submit">{words.save}</Button>
              </div>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Entry(props: { view: View; current: boolean; onShow: (view: View) => void }) {
  return (
    <button
      type="button"
      aria-current={props.current}
      onClick={() => props.onShow(props.view)}
      className="flex h-7 w-full min-w-0 items-center gap-2 rounded-[4px] px-2 text-left hover:bg-active focus-visible:-outline-offset-1"
    >
      <span className="w-4 shrink-0">{props.current && <Check size={14} aria-hidden className="text-accent" />}</span>
      <span className="truncate">{props.view.name}</span>
    </button>
  );
}

function nameIn(event: FormEvent<HTMLFormElement>): string {
  event.preventDefault();
  return String(new FormData(event.currentTarget).get("name") ?? "").trim();
}
