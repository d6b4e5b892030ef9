import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../../api/gateway";
import type { LogQuery } from "../../api/log";
import { compact, count, credits, percent } from "../../format/numbers";
import { Button } from "../../parts/Button";
import { LoadFailed, Skeleton } from "../../parts/Loading";
import { strings } from "../../strings";
import { costsQuery } from "../queries";
import type { Costs, OtherCost } from "../types";
import { CostTable } from "./CostTable";
import { compared } from "./compare";
import { PriceForm } from "./PriceForm";

const words = strings.overview.elsewhere;

/** What the chats of this time would have cost with other models, from the tokens that were counted. */
export function Elsewhere(props: { time: LogQuery; open: boolean; onOpen: (open: boolean) => void }) {
  return (
    <section aria-labelledby="elsewhere-title" className="rounded-card border border-line-subtle px-4 pt-3 pb-3">
      <div className="flex min-h-7 items-center gap-3">
        <h2 id="elsewhere-title" className="font-semibold">
          {words.title}
        </h2>
        <Button
          look={props.open ? "quiet" : "plain"}
          className="ml-auto"
          aria-expanded={props.open}
          onClick={() => props.onOpen(!props.open)}
        >
          {props.open ? words.hide : words.compare}
        </Button>
      </div>
      {props.open ? <Comparison time={props.time} /> : <p className="text-subtle">{words.why}</p>}
    </section>
  );
}

function Comparison({ time }: { time: LogQuery }) {
  const { client } = useGateway();
  const { data, error, refetch } = useQuery(costsQuery(client, time));
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState<OtherCost[]>([]);
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  if (data.actual.requests === 0) return <p className="text-subtle">{words.nothing}</p>;

  const paid = data.actual.unpriced === data.actual.requests ? null : Number(data.actual.credits);
  const extra = asked.filter((model) => !data.models.some((each) => each.id === model.id));
  const models = compared(paid, [...extra, ...data.models], typed);
  return (
    <div className="mt-1 flex flex-col gap-3">
      <p className="text-subtle">
        <Paid costs={data} paid={paid} />
      </p>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="h-7 w-56 rounded-control border border-line-input bg-surface px-2.5 focus-visible:-outline-offset-1"
        />
        <PriceForm
          time={time}
          onPriced={(model) => {
            setTyped("");
            setAsked([model, ...asked.filter((each) => each.id !== model.id)]);
          }}
        />
      </div>
      {models.length === 0 ? <p className="text-subtle">{words.noneFits}</p> : <CostTable models={models} />}
    </div>
  );
}

function Paid({ costs, paid }: { costs: Costs; paid: number | null }) {
  const { actual, input_tokens: input, output_tokens: output, cached_tokens: cached } = costs;
  const used = words.used(count(actual.requests), compact(input), compact(output));
  const hit = input > 0 && cached > 0 ? words.cached(percent(cached / input)) : "";
  return (
    <>
      {used}
      {hit}{" "}
      {paid === null ? (
        words.unknownPaid
      ) : (
        <>
          {words.youPaid}{" "}
          <strong className="font-medium text-text tabular-nums">{words.credits(credits(actual.credits))}</strong>
          {actual.unpriced > 0 ? words.without(count(actual.unpriced)) : "."}
        </>
      )}
    </>
  );
}
