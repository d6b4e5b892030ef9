import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { LogQuery } from "../../api/log";
import { Chart, Swatch } from "../../charts/Chart";
import type { Series } from "../../charts/stack";
import { compact, count, roughCredits, shortCount } from "../../format/numbers";
import { duration } from "../../format/time";
import { token } from "../../requests/filter/language";
import { strings } from "../../strings";
import type { Figures } from "../types";
import { spent } from "./change";
import { byModel, credits, firstToken, tokens } from "./series";

const words = strings.overview.charts;

/** The four that answer most questions: how much, how fast, how long, how dear. */
export function Charts({ figures, time }: { figures: Figures; time: LogQuery }) {
  const { totals } = figures;
  const navigate = useNavigate();
  const open = useCallback(
    (from: number, to: number) => void navigate({ to: "/requests", search: { from, to } }),
    [navigate],
  );
  const drawn = useMemo(
    () => ({
      at: figures.buckets.map((bucket) => bucket.at),
      models: byModel(figures),
      firstToken: firstToken(figures),
      tokens: tokens(figures),
      credits: credits(figures),
    }),
    [figures],
  );
  const common = { at: drawn.at, bucketMs: figures.bucket_ms, onOpen: open };
  const paid = spent(totals);
  return (
    <div className="grid grid-cols-2 gap-3 @max-[38rem]:grid-cols-1">
      <Chart
        {...common}
        title={words.requests}
        headline={count(totals.requests)}
        kind="bars"
        whole
        series={drawn.models}
        format={shortCount}
        legend={drawn.models.map(({ id, name, colour }) =>
          id === "" ? (
            <Named key={name} name={name} colour={colour} />
          ) : (
            <Link
              key={id}
              to="/requests"
              search={{ q: token("model", id), ...time }}
              title={name}
              className="flex max-w-36 min-w-0 items-center gap-1.5 underline-offset-3 hover:text-text hover:underline focus-visible:-outline-offset-1"
            >
              <Swatch colour={colour} />
              <span className="truncate">{name}</span>
            </Link>
          ),
        )}
      />
      <Chart
        {...common}
        title={words.firstToken}
        headline={totals.first_token_p95_ms !== null && words.p95(duration(totals.first_token_p95_ms))}
        kind="line"
        series={drawn.firstToken}
        format={wait}
        legend={<Legend series={drawn.firstToken} />}
      />
      <Chart
        {...common}
        title={words.tokens}
        headline={compact(totals.input_tokens + totals.output_tokens)}
        kind="bars"
        whole
        series={drawn.tokens}
        format={compact}
        legend={<Legend series={drawn.tokens} />}
      />
      <Chart
        {...common}
        title={words.credits}
        headline={paid === null ? strings.credits.unpriced : roughCredits(paid)}
        kind="bars"
        series={drawn.credits}
        format={fewCredits}
        legend={totals.unpriced > 0 && words.without(count(totals.unpriced))}
      />
    </div>
  );
}

function Legend({ series }: { series: readonly Series[] }) {
  return series.map(({ id, name, colour }) => <Named key={id} name={name} colour={colour} />);
}

function Named({ name, colour }: { name: string; colour: string }) {
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <Swatch colour={colour} />
      {name}
    </span>
  );
}

function wait(ms: number): string {
  return ms === 0 ? "0" : duration(ms);
}

const small = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });

/** Two places are too few for the ticks of what costs little. */
function fewCredits(value: number): string {
  return value < 10 ? small.format(value) : roughCredits(value);
}
