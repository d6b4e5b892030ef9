import { Link } from "@tanstack/react-router";
import { useId } from "react";
import type { LogQuery } from "../../api/log";
import { count, roughCredits } from "../../format/numbers";
import { token } from "../../requests/filter/language";
import { strings } from "../../strings";
import type { Figures } from "../types";
import { colourAt } from "./series";

const words = strings.overview.tops;
const SHOWN = 6;

interface Bar {
  id: string;
  name: string;
  requests: number;
  /** Beside the number of requests: what it cost, or how many failed. */
  other: string;
  filter: string;
  colour?: string;
}

/** Who asks most, for what, and who serves it; each is a way to its requests. */
export function Tops({ figures, time }: { figures: Figures; time: LogQuery }) {
  const models = figures.models.flatMap(({ id, requests, credits, unpriced }, index) => {
    if (id === null) return [];
    const other = requests === unpriced ? strings.credits.unpriced : roughCredits(credits);
    return [{ id, name: id, requests, other, filter: token("model", id), colour: colourAt(index) }];
  });
  const keys = figures.keys.map(({ id, name, requests, credits }) => {
    return { id, name, requests, other: roughCredits(credits), filter: token("key", name) };
  });
  const providers = figures.providers.map(({ id, requests, failed }) => {
    return { id, name: id, requests, other: count(failed), filter: token("provider", id) };
  });
  return (
    <div className="grid grid-cols-3 gap-3 @max-[46rem]:grid-cols-1">
      <Top title={words.models} other={words.credits} bars={models} time={time} mono />
      <Top title={words.keys} other={words.credits} bars={keys} time={time} />
      <Top title={words.providers} other={words.failed} bars={providers} time={time} />
    </div>
  );
}

function Top(props: { title: string; other: string; bars: readonly Bar[]; time: LogQuery; mono?: boolean }) {
  const { title, bars, time, mono } = props;
  const heading = useId();
  const most = Math.max(1, ...bars.map((bar) => bar.requests));
  return (
    <section aria-labelledby={heading} className="min-w-0 rounded-card border border-line-subtle px-4 pt-3 pb-2.5">
      <h2 id={heading} className="flex h-7 items-center font-semibold">
        {title}
        <span className="num ml-auto w-16 font-normal text-meta text-subtlest">{props.other}</span>
        <span className="num w-16 font-normal text-meta text-subtlest">{words.requests}</span>
      </h2>
      {bars.length === 0 && <p className="text-meta text-subtle">{strings.charts.nothing}</p>}
      <ul>
        {bars.slice(0, SHOWN).map((bar) => (
          <li key={bar.id}>
            <Link
              to="/requests"
              search={{ q: bar.filter, ...time }}
              className="-mx-1.5 block rounded-control px-1.5 py-1 hover:bg-hover focus-visible:-outline-offset-1"
            >
              <span className="flex items-baseline">
                <span className={`min-w-0 truncate ${mono ? "font-mono text-meta" : ""}`} title={bar.name}>
                  {bar.name}
                </span>
                <span className="num ml-auto w-16 shrink-0 text-subtle">{bar.other}</span>
                <span className="num w-16 shrink-0">{count(bar.requests)}</span>
              </span>
              <span aria-hidden className="mt-0.5 block h-1 overflow-hidden rounded-full bg-active">
                <span
                  className={`block h-full rounded-full bg-current ${bar.colour ?? "text-chart-rest"}`}
                  style={{ width: `${(bar.requests / most) * 100}%` }}
                />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
