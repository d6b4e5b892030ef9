import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import { requestQuery } from "../api/queries";
import type { Attempt, RequestDetail } from "../api/types";
import { duration } from "../format/time";
import { Glyph, type Shape } from "../parts/Glyph";
import { strings } from "../strings";

const words = strings.playground.chain;

const MARKS: Record<Attempt["outcome"], { shape: Shape; look: string }> = {
  served: { shape: "dot", look: "text-success" },
  failed: { shape: "cross", look: "text-danger" },
  cancelled: { shape: "slashed", look: "text-subtle" },
};

/** What the log says of a run, once it is over. */
export function useRecord(id: string | null, over: boolean) {
  const { client } = useGateway();
  return useQuery({ ...requestQuery(client, id ?? ""), enabled: id !== null && over });
}

/** Who was asked in which order, and what came of it: shown where there was more to it than one target that served. */
export function Chain({ record }: { record: RequestDetail }) {
  const { attempts, skipped, warnings } = record;
  const simulated = warnings.filter((warning) => warning.startsWith("simulated"));
  const plain = attempts.length < 2 && skipped.length === 0 && attempts.every(({ outcome }) => outcome === "served");
  if (plain && simulated.length === 0) return null;
  return (
    <div className="border-t border-line-subtle pt-2.5">
      <ol aria-label={words.title} data-testid="chain" className="flex flex-col gap-1.5">
        {attempts.map((attempt, index) => (
          <Step key={index} attempt={attempt} />
        ))}
        {skipped.map(({ model, provider, why }) => (
          <li key={`${model} ${provider}`} className="flex items-start gap-2 text-meta">
            <Glyph shape="slashed" className="mt-1 text-subtle" />
            <span className="min-w-0 text-subtle [overflow-wrap:anywhere]">
              <code className="font-mono text-text">{model}</code> · {provider} · {words.skipped}: {why}
            </span>
          </li>
        ))}
        {simulated.map((warning) => (
          <li key={warning} className="flex items-start gap-2 text-meta text-warning">
            <Glyph shape="triangle" className="mt-1" />
            {warning}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Step({ attempt }: { attempt: Attempt }) {
  const { shape, look } = MARKS[attempt.outcome];
  const status = attempt.status === null ? "" : ` ${attempt.status}`;
  return (
    <li className="flex items-start gap-2 text-meta">
      <Glyph shape={shape} className={`mt-1 ${look}`} />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <code className="font-mono">{attempt.model}</code>
        <span className="text-subtle"> · {attempt.provider} · </span>
        <span className={`whitespace-nowrap ${look}`}>
          {words.outcomes[attempt.outcome]}
          {status}
        </span>
        {attempt.message && <span className="block text-subtle">{attempt.message}</span>}
      </span>
      <span className="num shrink-0 text-subtle">{duration(attempt.ended_ms - attempt.started_ms)}</span>
    </li>
  );
}
