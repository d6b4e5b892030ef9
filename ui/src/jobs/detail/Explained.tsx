import { Link } from "@tanstack/react-router";
import type { Job } from "../../api/types";
import { credits } from "../../format/numbers";
import { Button, buttonClass } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { explain } from "../explain";
import { useInPlayground } from "../useInPlayground";
import { isReleased } from "../words";

const words = strings.jobs.explain;

/** Why there is nothing, what that cost and what to do, with the provider's own words. */
export function Explained({ job, inPlayground = false }: { job: Job; inPlayground?: boolean }) {
  const change = useInPlayground();
  const explanation = explain(job);
  if (!explanation) return null;
  const { why, todo, at } = explanation;
  return (
    <Notice tone={job.state === "failed" ? "danger" : job.state === "expired" ? "warning" : "info"}>
      <p className="select-text" data-testid="explanation">
        {[why, moneyOf(job), todo].filter(Boolean).join(" ")}
      </p>
      {job.error && (
        <details open className="mt-1 text-meta">
          <summary className="cursor-default select-none">{words.said}</summary>
          <p className="mt-1 select-text">{job.error.message}</p>
          <p className="mt-1 font-mono select-text">{job.error.code}</p>
        </details>
      )}
      {at === "playground" && !inPlayground && (
        <Button className="mt-2" onClick={() => change(job)}>
          {strings.jobs.actions.playground}
        </Button>
      )}
      {(at === "files" || at === "providers") && (
        <Link to={at === "files" ? "/files" : "/providers"} className={`mt-2 ${buttonClass()}`}>
          {words[at]}
        </Link>
      )}
    </Notice>
  );
}

function moneyOf(job: Job): string | null {
  if (isReleased(job)) return words.released;
  return job.credits_used !== null ? words.charged(credits(job.credits_used)) : null;
}
