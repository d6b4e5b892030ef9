import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiError } from "../api/error";
import { useGateway } from "../api/gateway";
import { indexOf } from "../api/log";
import { volumeQuery } from "../api/queries";
import { count } from "../format/numbers";
import { useWide } from "../parts/useWide";
import { strings } from "../strings";
import { useLogActions } from "./actions";
import { Compare } from "./detail/compare/Compare";
import { Peek } from "./detail/Peek";
import { ExportMenu } from "./ExportMenu";
import { FollowButton } from "./FollowButton";
import { FilterBar } from "./filter/FilterBar";
import { withToken } from "./filter/language";
import { QuickFilters } from "./filter/QuickFilters";
import { ColumnsMenu } from "./grid/ColumnsMenu";
import { useLayout } from "./grid/layout";
import { LogList } from "./LogList";
import { rowAt } from "./RequestGrid";
import { type MenuPlace, RowMenu } from "./RowMenu";
import { rowActions } from "./rowActions";
import { ANY_TIME, queryOf, type RequestsSearch } from "./search";
import { SelectionBar } from "./selection/SelectionBar";
import { useSelection } from "./selection/useSelection";
import { useCallAgain } from "./useCallAgain";
import { MOST_EXPORTED, TABLES, useExport } from "./useExport";
import { useFollowing } from "./useFollowing";
import { useLog } from "./useLog";
import { useLogCommands } from "./useLogCommands";
import { ViewsMenu } from "./views/ViewsMenu";
import { TimeRange } from "./volume/TimeRange";
import { Volume } from "./volume/Volume";

const words = strings.requests;
const BARS = 60;

/** Every call to the gateway, live; a row opens beside the list, or in its place where there is no room. */
export function RequestsScreen() {
  const search = useSearch({ from: "/requests" });
  const navigate = useNavigate();
  const { client } = useGateway();
  const query = useMemo(() => queryOf(search), [search]);
  const log = useLog(query);
  const volume = useQuery(volumeQuery(client, query, BARS)).data;
  const actions = useLogActions();
  const files = useExport();
  const again = useCallAgain();
  const [layout, setLayout] = useLayout();
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const [whole, setWhole] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const following = useFollowing(log, scroller);
  const beside = useWide(1100);

  const all = log.data?.rows;
  const rows = useMemo(
    () => (actions.hidden.size === 0 ? (all ?? []) : (all ?? []).filter((row) => !actions.hidden.has(row.id))),
    [all, actions.hidden],
  );

  const show = useCallback(
    (change: { [Name in keyof RequestsSearch]?: RequestsSearch[Name] | undefined }, replace = false) =>
      void navigate({ to: "/requests", search: (now) => ({ ...now, ...change }) as RequestsSearch, replace }),
    [navigate],
  );
  const open = useCallback((id: string) => show({ id }, search.id !== undefined), [show, search.id]);
  const close = useCallback(() => {
    show({ id: undefined, tab: undefined });
    // In case the list was behind the detail: it has to exist first.
    requestAnimationFrame(() => scroller.current?.focus({ preventScroll: true }));
  }, [show]);
  const filterBy = (token: string) => show({ q: withToken(search.q, token) });

  const selection = useSelection(rows, search.id, open);
  // Another list has other rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only then
  useEffect(() => selection.clear(), [query]);
  function openMenu(event: MouseEvent) {
    // From the keyboard it is the grid that is asked, not a row.
    const hit = rowAt(event.target);
    const row = rows[indexOf(rows, hit ?? selection.current ?? "")];
    if (!row) return;
    event.preventDefault();
    const box = document.getElementById(`request-${row.id}`)?.getBoundingClientRect();
    const at = hit ? { x: event.clientX, y: event.clientY } : { x: (box?.left ?? 0) + 24, y: box?.bottom ?? 0 };
    selection.only(row.id);
    setMenu({ row, ...at });
  }

  const compared = search.compare?.split(",");
  const compare = (ids: [string, string]) => show({ compare: ids.join(","), id: undefined });
  useLogCommands({
    rows,
    selection,
    input,
    open,
    close: compared ? () => show({ compare: undefined }) : close,
    isOpen: search.id !== undefined || compared !== undefined,
    follow: following.follow,
    pin: (those) => void actions.pin(those),
    discard,
    copyCurl: again.copyCurl,
    replay: again.replay,
  });

  function discard(those: Parameters<typeof actions.discard>[0]) {
    actions.discard(those);
    selection.clear();
    const gone = new Set(those.map((row) => row.id));
    const at = indexOf(rows, selection.current ?? "");
    const next = [...rows.slice(at), ...rows.slice(0, Math.max(0, at)).reverse()].find((row) => !gone.has(row.id));
    if (next && gone.has(selection.current ?? "")) selection.only(next.id);
    if (those.some((row) => row.id === search.id)) close();
  }

  if (compared?.length === 2 && compared[0] && compared[1]) {
    return <Compare ids={[compared[0], compared[1]]} onClose={() => show({ compare: undefined })} />;
  }
  const wrongFilter = log.error instanceof ApiError && log.error.param === "filter" ? log.error.message : undefined;
  const chosen = selection.ids.size > 0 ? selection.subject() : [];
  const page = search.id !== undefined && (whole || !beside);
  return (
    <div className="flex h-full min-h-0 flex-col">
      {page && <h1 className="sr-only">{words.title}</h1>}
      <div className={`flex flex-col gap-2 px-5 pt-3 pb-2 ${page ? "hidden" : ""}`}>
        <div className="flex h-7 items-center gap-2">
          <h1 className="mr-1 font-semibold text-page tracking-tight">{words.title}</h1>
          {volume && (
            <span className="mr-auto truncate text-meta text-subtle tabular-nums">
              {words.count(count(volume.matched), count(volume.total))}
            </span>
          )}
          <span className="flex-1" />
          <ViewsMenu
            search={search}
            layout={layout}
            onShow={(view) => {
              if (view.layout) setLayout(view.layout);
              show({ q: undefined, ...ANY_TIME, ...view.search });
            }}
          />
          <ColumnsMenu layout={layout} onChange={setLayout} />
          {volume && volume.matched > 0 && (
            <ExportMenu
              formats={TABLES}
              hint={
                volume.matched > MOST_EXPORTED
                  ? words.export.most(count(MOST_EXPORTED))
                  : words.export.all(count(volume.matched))
              }
              onExport={(format) => void files.saveAll(format, query)}
            />
          )}
          {log.data && <FollowButton following={following.following} onToggle={following.toggle} />}
        </div>
        <FilterBar
          filter={search.q}
          error={wrongFilter}
          onChange={(q) => show({ q }, true)}
          onOpen={open}
          input={input}
        />
        <div className="flex min-h-7 items-center justify-between gap-3">
          {chosen.length > 0 ? (
            <SelectionBar
              rows={chosen}
              everyLoaded={chosen.length === rows.length}
              onCompare={compare}
              onPin={(those) => void actions.pin(those)}
              onDelete={discard}
              onExport={(format) =>
                void files.saveSelected(
                  format,
                  chosen.map((row) => row.id),
                )
              }
              onClear={selection.clear}
            />
          ) : (
            <QuickFilters filter={search.q} onChange={(q) => show({ q })} />
          )}
          <TimeRange query={query} onChange={(time) => show(time)} />
        </div>
        {volume && volume.matched > 0 && (
          <Volume data={volume} onNarrow={(from, to) => show({ ...ANY_TIME, from, to })} />
        )}
      </div>
      <div className="flex min-h-0 flex-1">
        <LogList
          log={log}
          rows={rows}
          query={query}
          hidden={page}
          openId={search.id}
          selection={selection}
          layout={layout}
          onLayout={setLayout}
          onOpen={open}
          onMenu={openMenu}
          onChange={show}
          onFollow={following.follow}
          onScroll={following.onScroll}
          scroller={scroller}
          wrongFilter={wrongFilter !== undefined}
        />
        {search.id !== undefined && (
          <Peek
            id={search.id}
            known={rows[indexOf(rows, search.id)]}
            tab={search.tab ?? "summary"}
            onTab={(tab) => show({ tab }, true)}
            onFilter={filterBy}
            onClose={close}
            whole={page}
            onWhole={beside ? setWhole : undefined}
          />
        )}
      </div>
      <RowMenu
        place={menu}
        onClose={() => setMenu(null)}
        onFilter={filterBy}
        groups={rowActions(menu, {
          ...again,
          open,
          pin: (row) => void actions.pin([row]),
          discard: (row) => discard([row]),
        })}
      />
      {again.dialog}
    </div>
  );
}
