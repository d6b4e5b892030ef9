import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { CircleX } from "lucide-react";
import { useGateway } from "../api/gateway";
import { Button, buttonClass } from "../parts/Button";
import { LoadFailed, Skeleton } from "../parts/Loading";
import { useSeconds } from "../providers/useSeconds";
import { strings } from "../strings";
import { Explained } from "./detail/Explained";
import { Outcome } from "./detail/Outcome";
import { Standing } from "./detail/Standing";
import { Questions } from "./Questions";
import { jobQuery } from "./queries";
import { isActive } from "./state";
import { useJobActions } from "./useJobActions";
import { creditWords } from "./words";

const words = strings.jobs;

/** A job as it goes on, and what it made in the end. */
export function JobCard({ id }: { id: string }) {
  const { client } = useGateway();
  const navigate = useNavigate();
  const { data: job, error, refetch } = useQuery(jobQuery(client, id));
  const actions = useJobActions({ open: (opened) => void navigate({ to: "/jobs", search: { id: opened } }) });
  const now = useSeconds(job !== undefined && isActive(job));
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!job) return <Skeleton rows={3} />;
  const money = creditWords(job);
  return (
    <section aria-label={words.detail.label} data-testid="job-card" className="flex max-w-3xl flex-col gap-3">
      <p className="line-clamp-3 select-text [overflow-wrap:anywhere]">{job.prompt}</p>
      <Standing job={job} now={now} cancelling={actions.isCancelling(job)} />
      <Explained job={job} inPlayground />
      {job.outputs.map((file) => (
        <Outcome key={file.id} file={file} kind={job.kind} />
      ))}
      <div className="flex flex-wrap items-center gap-2">
        {isActive(job) && (
          <Button disabled={actions.isCancelling(job)} onClick={() => actions.act(job, "cancel")}>
            <CircleX size={14} aria-hidden />
            {actions.isCancelling(job) ? words.cancelling : words.actions.cancel}
          </Button>
        )}
        <Link to="/jobs" search={{ id }} className={buttonClass()}>
          {words.follow}
        </Link>
        <span className="text-meta text-subtle tabular-nums" title={money.title}>
          {money.text}
        </span>
      </div>
      <Questions actions={actions} />
    </section>
  );
}
