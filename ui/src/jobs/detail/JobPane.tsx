import { useQuery } from "@tanstack/react-query";
import { CircleX, RotateCcw, Trash2 } from "lucide-react";
import { ApiError } from "../../api/error";
import { useGateway } from "../../api/gateway";
import type { JobDetail } from "../../api/types";
import { useCommands } from "../../commands/registry";
import { useShortcut } from "../../commands/remap";
import { useNow } from "../../format/time";
import { Button } from "../../parts/Button";
import { CopyIcon } from "../../parts/CopyButton";
import { Empty, LoadFailed, Skeleton } from "../../parts/Loading";
import { Notice } from "../../parts/Notice";
import { PaneBar, PaneId } from "../../parts/PaneBar";
import { SplitHandle, useSplit } from "../../parts/SplitHandle";
import { useSeconds } from "../../providers/useSeconds";
import { strings } from "../../strings";
import { jobQuery } from "../queries";
import { isActive } from "../state";
import type { JobActions } from "../useJobActions";
import { Explained } from "./Explained";
import { Known, Parameters } from "./Known";
import { Outcome } from "./Outcome";
import { Standing } from "./Standing";
import { Timeline } from "./Timeline";

const words = strings.jobs.detail;
/** What the list keeps beside the job, with the rail. */
const LEFT_ALONE = 200 + 460;
const NARROWEST = 380;

interface PaneProps {
  id: string;
  actions: JobActions;
  onClose: () => void;
  /** In the place of the list, instead of beside it. */
  whole: boolean;
  /** Switches between the two; absent where there is only room for one. */
  onWhole: ((whole: boolean) => void) | undefined;
}

/** One job in full: beside the list, or in its place. */
export function JobPane(props: PaneProps) {
  const { id, whole, onWhole } = props;
  const { client } = useGateway();
  const { data: job, error, refetch, isFetching } = useQuery(jobQuery(client, id));
  const now = Math.max(useNow(), useSeconds(job !== undefined && isActive(job)));
  const split = useSplit({
    name: "job-width",
    initial: 460,
    least: NARROWEST,
    most: () => Math.max(NARROWEST, window.innerWidth - LEFT_ALONE),
  });
  useCommands({ "jobs.whole": onWhole && (() => onWhole(!whole)) });
  return (
    <>
      {!whole && <SplitHandle label={words.resize} split={split} />}
      <aside
        aria-label={words.label}
        className={`flex min-h-0 flex-col ${whole ? "w-full px-5 pt-3" : "shrink-0 pr-5 pl-4"}`}
        style={whole ? undefined : { width: split.width, maxWidth: `max(${NARROWEST}px, 100vw - ${LEFT_ALONE}px)` }}
      >
        <Heading {...props} job={job} />
        {job ? (
          <div
            key={id}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="-mr-3 flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto pt-2 pr-3 pb-5 focus-visible:-outline-offset-2 *:w-full *:max-w-[860px]"
          >
            <Standing job={job} now={now} cancelling={props.actions.isCancelling(job)} />
            <Explained job={job} />
            {job.outputs.map((file) => (
              <Outcome key={file.id} file={file} kind={job.kind} />
            ))}
            {job.state === "completed" && job.outputs.length === 0 && !isFetching && (
              <Notice tone="warning">{strings.jobs.player.deleted}</Notice>
            )}
            <Prompt prompt={job.prompt} />
            <Known job={job} now={now} />
            <Parameters job={job} />
            <Timeline job={job} now={now} />
          </div>
        ) : error instanceof ApiError && error.status === 404 ? (
          <Empty {...words.gone} />
        ) : error ? (
          <div className="py-3">
            <LoadFailed error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Skeleton rows={8} />
        )}
      </aside>
    </>
  );
}

function Prompt({ prompt }: { prompt: string }) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="flex h-7 items-center gap-1 font-semibold">
        {words.promptTitle}
        <CopyIcon text={prompt} what={words.prompt} />
      </h3>
      <p className="whitespace-pre-wrap select-text [overflow-wrap:anywhere]">{prompt}</p>
    </section>
  );
}

/** Which job it is, and what can be done with it. */
function Heading({ id, job, whole, onWhole, actions, onClose }: PaneProps & { job: JobDetail | undefined }) {
  const shortcut = useShortcut("jobs.whole");
  return (
    <>
      <PaneBar words={words} shortcut={shortcut.aria} whole={whole} onWhole={onWhole} onClose={onClose}>
        <h2 className="min-w-0 flex-1 truncate font-semibold" title={job?.prompt}>
          {job?.prompt}
        </h2>
      </PaneBar>
      <PaneId id={id} what={words.id} />
      <div className="flex shrink-0 flex-wrap items-center gap-2 pt-1 pb-2">
        {job && <Buttons job={job} actions={actions} />}
      </div>
    </>
  );
}

function Buttons({ job, actions }: { job: JobDetail; actions: JobActions }) {
  const active = isActive(job);
  const keys = { cancel: useShortcut("jobs.cancel"), again: useShortcut("jobs.again") };
  return (
    <>
      {active && (
        <Button
          disabled={actions.isCancelling(job)}
          title={keys.cancel.text}
          aria-keyshortcuts={keys.cancel.aria}
          onClick={() => actions.act(job, "cancel")}
        >
          <CircleX size={14} aria-hidden />
          {actions.isCancelling(job) ? strings.jobs.cancelling : strings.jobs.actions.cancel}
        </Button>
      )}
      <Button title={keys.again.text} aria-keyshortcuts={keys.again.aria} onClick={() => actions.act(job, "again")}>
        <RotateCcw size={14} aria-hidden />
        {strings.jobs.actions.again}
      </Button>
      {!active && (
        <Button look="quiet" onClick={() => actions.act(job, "remove")}>
          <Trash2 size={14} aria-hidden />
          {strings.jobs.actions.remove}
        </Button>
      )}
    </>
  );
}
