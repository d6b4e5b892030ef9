import { Link } from "@tanstack/react-router";
import { isAccepted } from "../../api/try";
import type { RequestDetail } from "../../api/types";
import { count, UNKNOWN } from "../../format/numbers";
import { duration, exactTime } from "../../format/time";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { token } from "../filter/language";
import { Bill } from "./Bill";
import { Explained } from "./explain/Explained";
import { Fact, Facts } from "./Facts";
import { JobFact } from "./JobFact";
import { Note } from "./Note";
import { Parameters } from "./Parameters";
import type { DetailTab } from "./tabs";

const words = strings.requests.detail;

/** What happened, what it cost and why. */
export function Summary(props: {
  detail: RequestDetail;
  onFilter: (token: string) => void;
  onTab: (tab: DetailTab) => void;
}) {
  const { detail } = props;
  return (
    <div className="flex flex-col gap-4">
      <Explained detail={detail} onTab={props.onTab} />
      {detail.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <Bill detail={detail} />
      <Known {...props} />
      <Parameters detail={detail} />
      <Note key={detail.id} id={detail.id} note={detail.note} />
    </div>
  );
}

function Known({ detail, onFilter }: { detail: RequestDetail; onFilter: (token: string) => void }) {
  const { key, key_name, provider, usage } = detail;
  return (
    <Facts>
      <Fact name={words.facts.time}>{exactTime(detail.started_at)}</Fact>
      <Fact name={words.facts.total}>{duration(detail.duration_ms)}</Fact>
      <Fact name={words.facts.firstToken}>{duration(detail.first_token_ms)}</Fact>
      <Fact name={words.facts.tokens}>
        {usage ? <Tokens usage={usage} estimated={detail.usage_estimated} /> : UNKNOWN}
      </Fact>
      <Fact name={words.facts.key}>
        {key !== null && key_name !== null ? (
          <FilterLink name={key_name} onClick={() => onFilter(token("key", key))} />
        ) : (
          (key_name ?? words.facts.noKey)
        )}
      </Fact>
      <Fact name={words.facts.provider}>
        {provider ? <FilterLink name={provider} onClick={() => onFilter(token("provider", provider))} /> : UNKNOWN}
      </Fact>
      <Fact name={words.facts.endpoint}>{detail.endpoint}</Fact>
      <Fact name={words.facts.stream}>{detail.stream ? words.facts.yes : words.facts.no}</Fact>
      <Fact name={words.facts.finish}>{detail.finish_reason ?? UNKNOWN}</Fact>
      <Fact name={words.facts.client}>{detail.user_agent ?? UNKNOWN}</Fact>
      {isAccepted(detail) && <JobFact request={detail.id} />}
      {detail.files.length > 0 && (
        <Fact name={words.facts.files}>
          {detail.files.map((id) => (
            <Link
              key={id}
              to="/files"
              search={{ id }}
              className="block truncate font-mono text-meta underline decoration-1 decoration-line underline-offset-3 hover:decoration-current"
            >
              {id}
            </Link>
          ))}
        </Fact>
      )}
    </Facts>
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
