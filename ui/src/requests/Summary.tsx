import type { ReactNode } from "react";
import type { LogFilters } from "../api/log";
import type { RequestDetail } from "../api/types";
import { count, UNKNOWN } from "../format/numbers";
import { duration, exactTime } from "../format/time";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";
import { Bill } from "./Bill";

const words = strings.requests.detail;

/** What happened, what it cost and why. */
export function Summary({ detail, onFilter }: { detail: RequestDetail; onFilter: (filters: LogFilters) => void }) {
  const { error, key, key_name, provider, usage } = detail;
  return (
    <div className="flex flex-col gap-4">
      {error && (
        <Notice tone={detail.status >= 500 ? "danger" : "warning"}>
          <p className="select-text">{error.message}</p>
          <p className="mt-1 font-mono text-meta select-text">
            {[
              error.type,
              error.code && `${words.error.code} ${error.code}`,
              error.param && `${words.error.param} ${error.param}`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </Notice>
      )}
      {detail.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <Bill detail={detail} />
      <dl className="grid grid-cols-[104px_1fr] gap-x-3 gap-y-1.5 [&_dd]:min-w-0 [&_dd]:select-text [&_dd]:[overflow-wrap:anywhere] [&_dt]:text-subtle">
        <Fact name={words.facts.time}>{exactTime(detail.started_at)}</Fact>
        <Fact name={words.facts.total}>{duration(detail.state === "running" ? null : detail.duration_ms)}</Fact>
        <Fact name={words.facts.firstToken}>{duration(detail.first_token_ms)}</Fact>
        <Fact name={words.facts.tokens}>
          {usage ? <Tokens usage={usage} estimated={detail.usage_estimated} /> : UNKNOWN}
        </Fact>
        <Fact name={words.facts.key}>
          {key !== null && key_name !== null ? (
            <FilterLink name={key_name} onClick={() => onFilter({ key })} />
          ) : (
            (key_name ?? words.facts.noKey)
          )}
        </Fact>
        <Fact name={words.facts.provider}>
          {provider ? <FilterLink name={provider} onClick={() => onFilter({ provider })} /> : UNKNOWN}
        </Fact>
        <Fact name={words.facts.endpoint}>{detail.endpoint}</Fact>
        <Fact name={words.facts.stream}>{detail.stream ? words.facts.yes : words.facts.no}</Fact>
        <Fact name={words.facts.finish}>{detail.finish_reason ?? UNKNOWN}</Fact>
        <Fact name={words.facts.client}>{detail.user_agent ?? UNKNOWN}</Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function FilterLink({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button
      type="button"
      title={words.filterBy(name)}
      onClick={onClick}
      className="rounded-[3px] underline decoration-line decoration-1 underline-offset-3 hover:decoration-current"
    >
      {name}
    </button>
  );
}

function Tokens({ usage, estimated }: { usage: NonNullable<RequestDetail["usage"]>; estimated: boolean }) {
  const parts = [words.tokens.in(count(usage.prompt_tokens)), words.tokens.out(count(usage.completion_tokens))];
  if (usage.cached_tokens > 0) parts.push(words.tokens.cached(count(usage.cached_tokens)));
  if (usage.reasoning_tokens > 0) parts.push(words.tokens.reasoning(count(usage.reasoning_tokens)));
  return (
    <span className="tabular-nums">
      {parts.join(" · ")}
      {estimated && <span className="text-warning"> · {words.tokens.estimated}</span>}
    </span>
  );
}
