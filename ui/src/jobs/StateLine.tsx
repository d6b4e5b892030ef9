import type { Job } from "../api/types";
import { Glyph } from "../parts/Glyph";
import { strings } from "../strings";
import { isActive, LOOKS, progressOf } from "./state";

const words = strings.jobs;

/** Colour, shape and word of how a job stands. */
export function StatePill({ job }: { job: Pick<Job, "state"> }) {
  const { shape, tone } = LOOKS[job.state];
  return (
    <span
      data-state={job.state}
      className={`inline-flex h-5 w-max shrink-0 items-center gap-1.5 rounded-full px-2 font-medium text-meta ${tone}`}
    >
      <Glyph shape={shape} className="size-2.5" />
      {words.states[job.state]}
    </span>
  );
}

/** How far a job is that is under way: a bar that never pretends to be over. */
export function ProgressBar({ job, now }: { job: Job; now: number }) {
  const progress = progressOf(job, now);
  if (!isActive(job)) return null;
  return (
    <span
      role="progressbar"
      aria-label={words.progress}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(progress?.known ? { "aria-valuenow": progress.percent } : {})}
      {...(progress && !progress.known ? { "aria-valuetext": words.about(progress.percent) } : {})}
      className="block h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-active"
    >
      <span
        className={`block h-full rounded-full bg-info ${progress?.known ? "" : "opacity-55"}`}
        style={{ width: `${progress?.percent ?? 0}%` }}
      />
    </span>
  );
}

/** The pill, and beneath it how far the job is. */
export function StateLine({ job, now }: { job: Job; now: number }) {
  return (
    <span className="flex flex-col gap-1">
      <StatePill job={job} />
      {isActive(job) && (
        <span className="flex h-[1lh] items-center gap-2 text-meta text-subtle">
          <ProgressBar job={job} now={now} />
          {job.progress !== null && (
            <span className="num w-9 shrink-0 whitespace-nowrap">{words.percent(job.progress)}</span>
          )}
        </span>
      )}
    </span>
  );
}
