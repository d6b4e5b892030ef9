import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answer } from "../api/client";
import { useGateway } from "../api/gateway";
import type { Key } from "../api/types";
import { count } from "../format/numbers";
import { timeOfDay } from "../format/time";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { type Draft, limitsOf } from "./draft";
import { because, requestsOf, summary } from "./dry-run";
import type { DryRunResult } from "./queries";

const words = strings.keys.dryRun;

/** Tries limits on what the key did lately, before they hold. A result goes when the limits do. */
export function DryRun({ subject, draft, ready }: { subject: Key; draft: Draft; ready: boolean }) {
  const { client } = useGateway();
  const limits = limitsOf(draft);
  const tried = useMutation({
    mutationFn: (body: { key: string } & typeof limits) => answer<DryRunResult>(client.POST("/keys/dry-run", { body })),
  });
  const fresh = JSON.stringify(tried.variables) === JSON.stringify({ key: subject.id, ...limits });
  return (
    <section aria-label={words.action} className="flex flex-col items-start gap-2">
      <Button disabled={!ready || tried.isPending} onClick={() => tried.mutate({ key: subject.id, ...limits })}>
        {tried.isPending ? words.running : words.action}
      </Button>
      <div role="status" className="w-full">
        {fresh && tried.data && <Outcome result={tried.data} subject={subject} limits={limits} />}
      </div>
      {fresh && tried.error && <Notice tone="danger">{tried.error.message}</Notice>}
    </section>
  );
}

function Outcome(props: { result: DryRunResult; subject: Key; limits: ReturnType<typeof limitsOf> }) {
  const { result, subject, limits } = props;
  const now = Date.now();
  return (
    <div data-testid="dry-run" className="rounded-control border border-line-subtle px-3 py-2">
      <p className={result.refused > 0 ? "text-warning" : "text-subtle"}>{summary(result, now)}</p>
      {result.reasons.length > 0 && (
        <ul className="mt-1.5 flex flex-col gap-1">
          {result.reasons.map((reason) => (
            <li key={reason.limit} className="flex items-baseline gap-2 text-meta">
              <span className="num w-10 shrink-0">{count(reason.refused)}</span>
              <span className="min-w-0 flex-1 text-subtle">
                {because(reason.limit, limits)}, {words.first(timeOfDay(reason.first_at, now))}
              </span>
              <Link
                to="/requests"
                search={requestsOf(reason, subject.name, limits)}
                aria-label={words.showFor(because(reason.limit, limits))}
                className="shrink-0 text-accent underline-offset-3 hover:underline"
              >
                {words.show}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
