import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowUp, Circle, CircleDot } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { count } from "../format/numbers";
import { Button, buttonClass } from "../parts/Button";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { useRowWalk } from "../parts/useRowWalk";
import { useWide } from "../parts/useWide";
import { useShortcuts } from "../shell/shortcuts";
import { strings } from "../strings";
import { FilterBar } from "./FilterBar";
import { Peek } from "./Peek";
import { RequestGrid, ROW_HEIGHT } from "./RequestGrid";
import { filtersOf, type RequestsSearch } from "./search";
import { useLog } from "./useLog";

const NO_ROWS: ReadonlySet<string> = new Set();

/** Every call to the gateway, live; a row opens beside the list, or in its place where there is no room. */
export function RequestsScreen() {
  const search = useSearch({ from: "/requests" });
  const navigate = useNavigate();
  const filters = useMemo(() => filtersOf(search), [search]);
  const { data: log, error, refetch, loadMore, setFollowing } = useLog(filters);
  const scroller = useRef<HTMLDivElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const scrolledAway = useRef(false);
  const beside = useWide(1100);
  const rows = log?.rows ?? [];

  const show = useCallback(
    (change: Partial<RequestsSearch>, replace = false) =>
      void navigate({ to: "/requests", search: (now) => ({ ...now, ...change }), replace }),
    [navigate],
  );
  const open = useCallback((id: string) => show({ id }, search.id !== undefined), [show, search.id]);
  const close = useCallback(() => {
    show({ id: undefined, tab: undefined });
    // In case the list was behind the detail: it has to exist first.
    requestAnimationFrame(() => scroller.current?.focus({ preventScroll: true }));
  }, [show]);

  const walk = useRowWalk(
    rows.map((row) => row.id),
    open,
    search.id,
  );
  // The list starts at its top each time the screen is opened.
  useEffect(() => setFollowing(true), [setFollowing]);

  // Who has scrolled away must not have the rows moved; who comes back wants to see them come in again.
  function onScroll(top: number) {
    if (log?.following && top > ROW_HEIGHT) {
      scrolledAway.current = true;
      setFollowing(false);
    } else if (scrolledAway.current && top === 0) {
      followAgain();
    }
  }

  function followAgain() {
    scrolledAway.current = false;
    setFollowing(true);
    scroller.current?.scrollTo({ top: 0 });
  }

  function pause() {
    scrolledAway.current = false;
    setFollowing(false);
  }

  useShortcuts({
    "/": () => filterInput.current?.focus(),
    "Ctrl+f": () => filterInput.current?.focus(),
    ...walk.shortcuts,
    End: followAgain,
    Escape: () => (search.id !== undefined ? close() : walk.setMarked(undefined)),
  });

  const filtered = Object.keys(filters).length > 0;
  const nothing = log && rows.length === 0 && log.held.length === 0;
  const page = search.id !== undefined && !beside;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {page && <h1 className="sr-only">{strings.requests.title}</h1>}
      <div className={`flex flex-col gap-2.5 px-5 pt-4 pb-2 ${page ? "hidden" : ""}`}>
        <div className="flex h-7 items-center gap-3">
          <h1 className="font-semibold text-page tracking-tight">{strings.requests.title}</h1>
          {log && (
            <span className="text-meta text-subtle tabular-nums">
              {strings.requests.count(count(rows.length), log.next !== null)}
            </span>
          )}
          <span className="flex-1" />
          {log && (
            <Button
              aria-pressed={log.following}
              title={strings.requests.followHint}
              onClick={() => (log.following ? pause() : followAgain())}
            >
              {log.following ? (
                <CircleDot size={13} aria-hidden className="text-accent" />
              ) : (
                <Circle size={13} aria-hidden />
              )}
              {log.following ? strings.requests.following : strings.requests.follow}
            </Button>
          )}
        </div>
        <FilterBar filters={filters} onChange={(next) => show(cleared(next))} onOpen={open} input={filterInput} />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className={`relative min-w-0 flex-1 pl-5 ${page ? "hidden" : ""} ${search.id ? "" : "pr-5"}`}>
          {error && !log ? (
            <LoadFailed error={error} onRetry={() => void refetch()} />
          ) : !log ? (
            <Skeleton rows={12} />
          ) : nothing ? (
            filtered ? (
              <Empty
                {...strings.requests.noMatch}
                action={<Button onClick={() => show(cleared({}))}>{strings.requests.noMatch.action}</Button>}
              />
            ) : (
              <Empty
                {...strings.requests.empty}
                action={
                  <Link to="/" className={buttonClass("primary")}>
                    {strings.requests.empty.action}
                  </Link>
                }
              />
            )
          ) : (
            <RequestGrid
              rows={rows}
              arrived={log.following ? log.arrived : NO_ROWS}
              openId={search.id}
              cursorId={walk.current}
              onOpen={open}
              onNearEnd={loadMore}
              scroller={scroller}
              onScroll={onScroll}
            />
          )}
          {log && log.held.length > 0 && (
            <button
              type="button"
              onClick={followAgain}
              aria-label={strings.requests.freshLabel(count(log.held.length))}
              className="appear absolute top-9 left-1/2 z-[2] inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full border border-accent-fill bg-accent-fill px-3 font-medium text-on-accent tabular-nums hover:bg-accent-fill-hover"
            >
              <ArrowUp size={13} aria-hidden />
              {strings.requests.fresh(count(log.held.length))}
            </button>
          )}
        </div>
        {search.id !== undefined && (
          <Peek
            id={search.id}
            known={rows.find((row) => row.id === search.id)}
            tab={search.tab ?? "summary"}
            onTab={(tab) => show({ tab }, true)}
            onFilter={(change) => show(change)}
            onClose={close}
            whole={!beside}
          />
        )}
      </div>
    </div>
  );
}

/** A whole new set of filters: those that are not in it go. */
function cleared(filters: RequestsSearch): RequestsSearch {
  const none = { status: undefined, key: undefined, model: undefined, provider: undefined, fallback: undefined };
  return { ...none, ...filters } as RequestsSearch;
}
