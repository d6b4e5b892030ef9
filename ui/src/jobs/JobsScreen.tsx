import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useGateway } from "../api/gateway";
import type { Job } from "../api/types";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { useNow } from "../format/time";
import { Button, buttonClass } from "../parts/Button";
import { Either } from "../parts/Either";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { SearchBox } from "../parts/SearchBox";
import { useRowWalk } from "../parts/useRowWalk";
import { useWide } from "../parts/useWide";
import { useSeconds } from "../providers/useSeconds";
import { strings } from "../strings";
import { JobPane } from "./detail/JobPane";
import { EmptyJobs } from "./EmptyJobs";
import { JobRow } from "./JobRow";
import { Questions } from "./Questions";
import { activeJobsQuery, endedJobsQuery } from "./queries";
import { type JobsSearch, KINDS, wantedOf } from "./search";
import { isActive } from "./state";
import { type JobAction, useJobActions } from "./useJobActions";

const words = strings.jobs;
const ALL = "all";

/** Films and music: those being made, then those that are done. */
export function JobsScreen() {
  const { client } = useGateway();
  const search = useSearch({ from: "/jobs" });
  const navigate = useNavigate();
  const wanted = wantedOf(search);
  const active = useQuery(activeJobsQuery(client, wanted));
  const ended = useInfiniteQuery(endedJobsQuery(client, wanted));
  const [whole, setWhole] = useState(false);
  const beside = useWide(1100);

  const show = (change: { [Name in keyof JobsSearch]?: JobsSearch[Name] | undefined }, replace = false) =>
    void navigate({ to: "/jobs", search: (now) => ({ ...now, ...change }) as JobsSearch, replace });
  const open = (id: string) => show({ id }, search.id !== undefined);
  const close = () => show({ id: undefined });
  const actions = useJobActions({ open, onRemove: (id) => id === search.id && close() });
  const jobs = useMemo(
    () =>
      ordered(
        active.data?.data,
        ended.data?.pages.flatMap((page) => page.data),
      ).filter(({ id }) => !actions.isGone(id)),
    [active.data, ended.data, actions.isGone],
  );
  const now = Math.max(useNow(), useSeconds(jobs.some(isActive)));

  const walk = useRowWalk(
    jobs.map(({ id }) => id),
    open,
    search.id,
  );
  // Whoever walks the list sees where they are.
  useEffect(() => {
    if (walk.current) document.querySelector(`[data-job-id="${walk.current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [walk.current]);
  const marked = jobs.find(({ id }) => id === walk.current);
  const on = (action: JobAction, fits: (job: Job) => boolean = () => true) =>
    marked && fits(marked) && (() => actions.act(marked, action));
  const hasFile = (job: Job) => job.state === "completed" && job.files.length > 0;
  useCommands({
    "jobs.create": () => void navigate({ to: "/playground", search: { panel: "video" } }),
    "jobs.next": walk.next,
    "jobs.previous": walk.previous,
    "jobs.open": marked && walk.open,
    "jobs.close": (search.id !== undefined || marked) && (() => (search.id ? close() : walk.setMarked(undefined))),
    "jobs.cancel": on("cancel", isActive),
    "jobs.again": on("again"),
    "jobs.save": on("save", hasFile),
    "jobs.copyFileId": on("copyFileId", hasFile),
    "jobs.remove": on("remove", (job) => !isActive(job)),
  });

  const shortcut = useShortcut("jobs.create");
  const create = (name: string) => (
    <Link to="/playground" search={{ panel: "video" }} title={shortcut.text} className={buttonClass("primary")}>
      {name}
    </Link>
  );
  const page = search.id !== undefined && (whole || !beside);
  const error = active.data === undefined ? active.error : ended.data === undefined ? ended.error : null;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className={`flex items-center gap-4 px-5 pt-4 pb-3 ${page ? "hidden" : ""}`}>
        <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
        <Either
          label={words.kind}
          options={[ALL, ...KINDS].map((value) => ({ value, label: words.kinds[value as keyof typeof words.kinds] }))}
          value={search.kind ?? ALL}
          onChange={(value) => show({ kind: KINDS.find((kind) => kind === value) }, true)}
        />
        <div className="min-w-24 max-w-80 flex-1">
          <SearchBox
            label={words.search}
            command="jobs.search"
            typed={search.q ?? ""}
            onType={(q) => show({ q: q || undefined }, true)}
          />
        </div>
        <span className="ml-auto">{create(words.create)}</span>
      </div>
      <div className="flex min-h-0 flex-1">
        <div
          className={`@container/jobs min-w-0 flex-1 overflow-y-auto px-5 pt-1 pb-5 ${page ? "hidden" : ""}`}
          data-testid="jobs"
        >
          {error ? (
            <LoadFailed
              error={error}
              onRetry={() => {
                void active.refetch();
                void ended.refetch();
              }}
            />
          ) : active.data === undefined || ended.data === undefined ? (
            <Skeleton rows={8} />
          ) : jobs.length > 0 ? (
            <ul aria-label={words.list} className="flex flex-col gap-2">
              {jobs.map((job) => (
                <JobRow
                  key={job.id}
                  job={job}
                  now={now}
                  open={job.id === search.id}
                  marked={job.id === walk.current}
                  cancelling={actions.isCancelling(job)}
                  onMark={() => walk.setMarked(job.id)}
                  onAct={(action) => actions.act(job, action)}
                />
              ))}
            </ul>
          ) : search.kind || search.q ? (
            <Empty
              {...words.nothing}
              action={<Button onClick={() => show({ kind: undefined, q: undefined })}>{words.nothing.clear}</Button>}
            />
          ) : (
            <EmptyJobs action={create(words.empty.action)} />
          )}
          {ended.hasNextPage && (
            <div className="flex justify-center pt-3">
              <Button disabled={ended.isFetchingNextPage} onClick={() => void ended.fetchNextPage()}>
                {ended.isFetchingNextPage ? words.loadingMore : words.more}
              </Button>
            </div>
          )}
        </div>
        {search.id !== undefined && (
          <JobPane
            id={search.id}
            actions={actions}
            onClose={close}
            whole={page}
            onWhole={beside ? setWhole : undefined}
          />
        )}
      </div>
      {page && <h1 className="sr-only">{words.title}</h1>}
      <Questions actions={actions} />
    </div>
  );
}

/** Those under way first, each once: one that has just ended may stand in both lists. */
function ordered(active: readonly Job[] = [], ended: readonly Job[] = []): Job[] {
  const all = [...new Map([...active, ...ended].map((job) => [job.id, job])).values()];
  const newest = (a: Job, b: Job) => b.created_at - a.created_at;
  return [...all.filter(isActive).sort(newest), ...all.filter((job) => !isActive(job)).sort(newest)];
}
