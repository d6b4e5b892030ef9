import type { Job } from "../../api/types";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { ProgressBar, StatePill } from "../StateLine";
import { isActive } from "../state";
import { timeWords, troubleWords } from "../words";

/** How it stands now, at a glance. */
export function Standing({ job, now, cancelling }: { job: Job; now: number; cancelling: boolean }) {
  const active = isActive(job);
  const wrong = troubleWords(job);
  return (
    // Whoever does not see it hears of each state, but not of each second.
    <div className="flex flex-col gap-2" aria-live="off">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span role="status">
          <StatePill job={job} />
        </span>
        <span className="text-subtle tabular-nums">
          {(cancelling ? [strings.jobs.cancelling] : timeWords(job, now)).join(" · ")}
        </span>
      </div>
      {active && (
        <div className="flex items-center gap-2.5 text-subtle">
          <ProgressBar job={job} now={now} />
          {job.progress !== null && <span className="num shrink-0">{strings.jobs.percent(job.progress)}</span>}
        </div>
      )}
      {wrong && (
        <Notice tone="warning">
          {wrong}: {job.trouble}
        </Notice>
      )}
    </div>
  );
}
