import type { ReactNode } from "react";
import type { Job } from "../api/types";
import { strings } from "../strings";
import { JobMenu } from "./JobMenu";
import { StateLine } from "./StateLine";
import { isActive } from "./state";
import { Thumbnail } from "./Thumbnail";
import type { JobAction } from "./useJobActions";
import { creditWords, isReleased, modelOf, timeWords, troubleWords } from "./words";

const words = strings.jobs;

/** A job in a card: what is made, how far it is, what it costs and what can be done. */
export function JobRow(props: {
  job: Job;
  now: number;
  open: boolean;
  marked: boolean;
  cancelling: boolean;
  onMark: () => void;
  onAct: (action: JobAction) => void;
}) {
  const { job, now, onAct } = props;
  const money = creditWords(job);
  const look = props.open
    ? "border-accent bg-accent-soft"
    : props.marked
      ? "border-line-input bg-hover"
      : "border-line-subtle hover:bg-hover";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys walk the list as a whole
    <li
      data-job-id={job.id}
      aria-current={props.marked || undefined}
      onClick={props.onMark}
      className={`flex scroll-my-3 items-center gap-4 rounded-card border p-2.5 pl-3 @max-[45rem]/jobs:gap-3 @max-[30rem]/jobs:flex-wrap ${look}`}
    >
      <Thumbnail job={job} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 @max-[30rem]/jobs:basis-[calc(100%-6rem)]">
        <button
          type="button"
          title={job.prompt}
          onClick={() => onAct("open")}
          className="w-fit max-w-full truncate rounded-[3px] text-left font-medium"
        >
          {job.prompt}
        </button>
        <p className="truncate text-subtle">{[modelOf(job), job.provider].filter(Boolean).join(" · ")}</p>
        <Standing job={job} now={now} cancelling={props.cancelling} />
      </div>
      <div className="w-42 shrink-0 @max-[45rem]/jobs:w-28 @max-[30rem]/jobs:min-w-0 @max-[30rem]/jobs:flex-1">
        <StateLine job={job} now={now} />
      </div>
      <div className="flex w-32 shrink-0 flex-col gap-0.5 @max-[45rem]/jobs:w-26">
        <span className="num truncate" title={money.title}>
          {money.text}
        </span>
        <span className="flex justify-end gap-1 text-subtle">
          <Quick job={job} cancelling={props.cancelling} onAct={onAct} />
        </span>
      </div>
      <JobMenu job={job} onAct={onAct} />
    </li>
  );
}

/** The line of its time, or of what is wrong. */
function Standing({ job, now, cancelling }: { job: Job; now: number; cancelling: boolean }) {
  const { error, trouble } = job;
  const wrong = troubleWords(job);
  const parts = cancelling ? [words.cancelling] : timeWords(job, now);
  if (isReleased(job)) parts.push(words.nothingCharged);
  return (
    <p className="truncate text-subtlest tabular-nums" title={trouble ?? error?.message ?? parts.join(" · ")}>
      {wrong && <span className="text-warning">{wrong} · </span>}
      {parts.join(" · ")}
    </p>
  );
}

/** The one or two things that are wanted of a job in this state. */
function Quick(props: { job: Job; cancelling: boolean; onAct: (action: JobAction) => void }) {
  const { job, onAct } = props;
  const act = (action: JobAction, name: string) => (
    <button
      key={name}
      type="button"
      onClick={() => onAct(action)}
      className="rounded-[3px] underline-offset-3 hover:text-text hover:underline"
    >
      {name}
    </button>
  );
  if (isActive(job)) return props.cancelling ? null : act("cancel", words.actions.cancel);
  if (job.state !== "completed") return act("open", words.actions.why);
  const those: ReactNode[] = [act("open", words.actions.open)];
  if (job.files.length > 0) those.push(<span key="dot"> · </span>, act("save", words.actions.save));
  return those;
}
