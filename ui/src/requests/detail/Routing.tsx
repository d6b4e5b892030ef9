import { Link } from "@tanstack/react-router";
import type { Attempt, RequestDetail } from "../../api/types";
import { UNKNOWN } from "../../format/numbers";
import { duration } from "../../format/time";
import { strings } from "../../strings";
import { Attempts } from "../Status";

const words = strings.requests.detail.routing;

/** Who was asked, in which order, and why not the others. */
export function Routing({ detail }: { detail: RequestDetail }) {
  const { attempts, skipped } = detail;
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-2">
        <span className="text-subtle">{words.asked}</span>
        <span className="truncate font-mono text-meta select-text">{detail.model ?? UNKNOWN}</span>
        <Link
          to="/providers"
          search={detail.model === null ? {} : { model: detail.model }}
          className="ml-auto shrink-0 text-accent underline-offset-3 hover:underline"
        >
          {words.edit}
        </Link>
      </p>
      <section>
        <h3 className="mb-1.5 font-semibold">{words.tried}</h3>
        {attempts.length === 0 && <p className="text-subtle">{words.noneTried}</p>}
        <ol className="flex flex-col">
          {attempts.map((attempt, index) => (
            <Tried key={attempt.started_ms} attempt={attempt} why={whyOf(detail, index)} />
          ))}
        </ol>
      </section>
      {skipped.length > 0 && (
        <section>
          <h3 className="mb-1.5 font-semibold">{words.skipped}</h3>
          <ul className="flex flex-col">
            {skipped.map((skip) => (
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

/** Why it was this one's turn. */
function whyOf({ attempts, skipped }: RequestDetail, index: number): string {
  const attempt = attempts[index];
  const before = attempts[index - 1];
  if (!before) return skipped[0] ? words.firstLeft(skipped[0].model) : words.first;
  const same = before.model === attempt?.model && before.provider === attempt.provider;
  return same ? words.retry : words.after(before.model);
}

function Tried({ attempt, why }: { attempt: Attempt; why: string }) {
  const failed =
    attempt.outcome === "served" ? "" : [failureWord(attempt.failure), attempt.status].filter(Boolean).join(" · ");
  return (
    <li className="flex items-start gap-2.5 border-b border-line-subtle py-2">
      <Attempts outcomes={[attempt.outcome]} />
      <div className="min-w-0 flex-1">
        <Target model={attempt.model} provider={attempt.provider} upstream={attempt.upstream} />
        <p className="text-meta text-subtle">{why}</p>
        {failed && <p className="text-danger text-meta">{failed}</p>}
        {attempt.message && (
          <p className="text-meta text-subtle select-text [overflow-wrap:anywhere]">{attempt.message}</p>
        )}
      </div>
      <span className="num text-subtle">{duration(attempt.ended_ms - attempt.started_ms)}</span>
    </li>
  );
}

function Target({ model, provider, upstream }: { model: string; provider: string; upstream?: string }) {
  return (
    <p className="[overflow-wrap:anywhere]">
      <span className="font-medium">{model}</span> <span className="text-subtle">· {provider}</span>
      {upstream && upstream !== model && <span className="text-subtle"> {words.as(upstream)}</span>}
    </p>
  );
}

/** What went wrong, in words; a kind that this page does not know yet is shown as it is. */
export function failureWord(failure: string | null): string | null {
  return failure === null ? null : (words.failure[failure] ?? failure.replaceAll("_", " "));
}
