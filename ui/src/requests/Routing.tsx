import type { Attempt, RequestDetail } from "../api/types";
import { UNKNOWN } from "../format/numbers";
import { duration } from "../format/time";
import { strings } from "../strings";
import { Attempts } from "./Status";

const words = strings.requests.detail.routing;

/** Who was asked, in which order, and why not the others. */
export function Routing({ detail }: { detail: RequestDetail }) {
  return (
    <div className="flex flex-col gap-4">
      <p>
        <span className="text-subtle">{words.asked}</span>{" "}
        <span className="font-mono text-meta select-text">{detail.model ?? UNKNOWN}</span>
      </p>
      <section>
        <h3 className="mb-1.5 font-semibold">{words.tried}</h3>
        {detail.attempts.length === 0 && <p className="text-subtle">{words.noneTried}</p>}
        <ol className="flex flex-col">
          {detail.attempts.map((attempt) => (
            <Tried key={attempt.started_ms} attempt={attempt} />
          ))}
        </ol>
      </section>
      {detail.skipped.length > 0 && (
        <section>
          <h3 className="mb-1.5 font-semibold">{words.skipped}</h3>
          <ul className="flex flex-col">
            {detail.skipped.map((skip) => (
              <li key={`${skip.model} ${skip.provider}`} className="border-b border-line-subtle py-2">
                <Target model={skip.model} provider={skip.provider} />
                <p className="text-meta text-subtle">{skip.why}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Tried({ attempt }: { attempt: Attempt }) {
  const failed =
    attempt.outcome === "served" ? "" : [failureWord(attempt.failure), attempt.status].filter(Boolean).join(" · ");
  return (
    <li className="flex items-start gap-2.5 border-b border-line-subtle py-2">
      <span className="pt-1">
        <Attempts outcomes={[attempt.outcome]} />
      </span>
      <div className="min-w-0 flex-1">
        <Target model={attempt.model} provider={attempt.provider} upstream={attempt.upstream} />
        {failed && <p className="text-meta text-danger">{failed}</p>}
        {attempt.message && (
          <p className="text-meta text-subtle select-text [overflow-wrap:anywhere]">{attempt.message}</p>
        )}
      </div>
      <span className="num text-subtlest">{duration(attempt.ended_ms - attempt.started_ms)}</span>
    </li>
  );
}

function Target({ model, provider, upstream }: { model: string; provider: string; upstream?: string }) {
  return (
    <p className="truncate">
      <span className="font-medium">{model}</span> <span className="text-subtlest">· {provider}</span>
      {upstream && upstream !== model && <span className="text-subtlest"> {words.as(upstream)}</span>}
    </p>
  );
}

/** What went wrong, in words; a kind that this page does not know yet is shown as it is. */
export function failureWord(failure: string | null): string | null {
  return failure === null ? null : (words.failure[failure] ?? failure.replaceAll("_", " "));
}
