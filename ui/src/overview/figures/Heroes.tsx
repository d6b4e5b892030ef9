import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { LogQuery } from "../../api/log";
import { compact, count, percent, roughCredits, UNKNOWN } from "../../format/numbers";
import { duration } from "../../format/time";
import { strings } from "../../strings";
import type { Totals } from "../types";
import { type Change, cacheHits, change, points, spent, success } from "./change";

const words = strings.overview.heroes;

/** The figures of the time at a glance, each beside the time before. */
export function Heroes({ now, before, time }: { now: Totals; before: Totals; time: LogQuery }) {
  const credits = spent(now);
  return (
    <dl className="grid grid-cols-4 gap-px overflow-hidden rounded-card border border-line-subtle bg-line-subtle">
      <Hero
        name={words.credits}
        value={credits === null ? strings.credits.unpriced : roughCredits(credits)}
        change={change(credits, spent(before))}
      >
        {credits !== null && now.unpriced > 0 && (
          <Link to="/requests" search={{ q: "is:unpriced", ...time }} className="underline-offset-3 hover:underline">
            {words.unpriced(count(now.unpriced))}
          </Link>
        )}
      </Hero>
      <Hero name={words.requests} value={count(now.requests)} change={change(now.requests, before.requests)}>
        {now.fallbacks > 0 && (
          <Link to="/requests" search={{ q: "is:fallback", ...time }} className="underline-offset-3 hover:underline">
            {words.fallbacks(now.fallbacks, count(now.fallbacks))}
          </Link>
        )}
      </Hero>
      <Hero
        name={words.success}
        value={shareOf(success(now))}
        change={points(success(now), success(before))}
        better="up"
      >
        {now.failed > 0 && (
          <Link to="/requests" search={{ q: "status:error", ...time }} className="underline-offset-3 hover:underline">
            {words.failed(count(now.failed))}
          </Link>
        )}
      </Hero>
      <Hero
        name={words.firstToken}
        value={duration(now.first_token_p50_ms)}
        change={change(now.first_token_p50_ms, before.first_token_p50_ms)}
        better="down"
      >
        {p95(now.first_token_p95_ms)}
      </Hero>
      <Hero
        name={words.input}
        value={compact(now.input_tokens)}
        exact={count(now.input_tokens)}
        change={change(now.input_tokens, before.input_tokens)}
      />
      <Hero
        name={words.output}
        value={compact(now.output_tokens)}
        exact={count(now.output_tokens)}
        change={change(now.output_tokens, before.output_tokens)}
      />
      <Hero
        name={words.cacheHits}
        value={shareOf(cacheHits(now))}
        change={points(cacheHits(now), cacheHits(before))}
        better="up"
      />
      <Hero
        name={words.latency}
        value={duration(now.duration_p50_ms)}
        change={change(now.duration_p50_ms, before.duration_p50_ms)}
        better="down"
      >
        {p95(now.duration_p95_ms)}
      </Hero>
    </dl>
  );
}

function Hero(props: {
  name: string;
  value: string;
  exact?: string;
  change: Change;
  /** Which way is good; without it neither is. */
  better?: "up" | "down";
  children?: ReactNode;
}) {
  return (
    <div className="min-w-0 bg-surface px-4 py-3">
      <dt className="truncate text-meta text-subtle">{props.name}</dt>
      <dd className="truncate font-semibold text-page leading-7 tracking-tight tabular-nums" title={props.exact}>
        {props.value}
      </dd>
      <dd className="flex min-h-4.5 flex-wrap items-center gap-x-2 text-meta whitespace-nowrap text-subtle tabular-nums">
        <Difference change={props.change} better={props.better} />
        {props.children}
      </dd>
    </div>
  );
}

/** Colour, direction and figure; what is hardly a change says so calmly. */
function Difference({ change, better }: { change: Change; better: "up" | "down" | undefined }) {
  if (change === null) return null;
  const text = change.is === "points" ? words.points(signed(change.by * 100)) : words.share(signed(change.by * 100));
  const small = Math.abs(change.by) < (change.is === "points" ? 0.005 : 0.05);
  const good = better && !small && change.by > 0 === (better === "up");
  const tone = better === undefined || small ? "" : good ? "text-success" : "text-warning";
  return (
    <span title={words.against} className={tone}>
      {tone !== "" && (change.by > 0 ? "▴ " : "▾ ")}
      {text}
      <span className="sr-only"> {words.against}</span>
    </span>
  );
}

/** `+8`, `−0.4`: whole where it is large. */
function signed(value: number): string {
  const size = Math.abs(value);
  const places = size < 10 ? 1 : 0;
  const text = size > 999 ? ">999" : String(Number(size.toFixed(places)));
  return text === "0" ? "±0" : `${value > 0 ? "+" : "−"}${text}`;
}

function shareOf(share: number | null): string {
  return share === null ? UNKNOWN : percent(share);
}

function p95(ms: number | null): string | null {
  return ms === null ? null : words.p95(duration(ms));
}
