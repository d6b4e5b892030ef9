import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Provider, ProviderHealth } from "../api/types";
import { count } from "../format/numbers";
import { ago, duration, exactTime } from "../format/time";
import { CopyIcon } from "../parts/CopyButton";
import { token } from "../requests/filter/language";
import { strings } from "../strings";
import { countdown, successOf } from "./health";

const words = strings.providers;
const LINK = "text-accent underline-offset-3 hover:underline";

/** All that is known of a provider, the last error in full. */
export function ProviderDetail(props: {
  provider: Provider;
  health: ProviderHealth | undefined;
  left: (seconds: number) => number;
  now: number;
}) {
  const { provider, health, now } = props;
  const error = health?.last_error;
  const own = token("provider", provider.id);
  return (
    <section aria-label={words.details(provider.id)} className="px-11 py-3" data-testid="provider-detail">
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 [&_dt]:text-subtle">
        {error && (
          <Fact name={words.columns.lastError} copy={error.message}>
            <span className="text-danger select-text">{error.message}</span>
            <span className="block text-meta text-subtle">
              {words.errorAt(error.kind.replaceAll("_", " "), exactTime(error.at), ago(error.at, now))}
            </span>
          </Fact>
        )}
        {health && health.cooling.length > 0 && (
          <Fact name={words.coolingDown}>
            {health.cooling.map((target) => (
              <span key={target.upstream} className="block tabular-nums">
                <code className="font-mono text-meta">{target.upstream}</code>{" "}
                <span className="text-warning">{words.askedIn(countdown(props.left(target.seconds)))}</span>
                {target.message && target.message !== error?.message && (
                  <span className="text-subtle"> {target.message}</span>
                )}
              </span>
            ))}
          </Fact>
        )}
        <Fact name={words.lastDay}>
          <span className="tabular-nums">
            {health === undefined || health.attempts === 0
              ? words.notAsked
              : words.record(
                  count(health.attempts),
                  successOf(health.attempts, health.failed),
                  duration(health.duration_p50_ms),
                  duration(health.first_token_p50_ms),
                )}
          </span>
        </Fact>
        {provider.base_url !== "" && (
          <Fact name={words.columns.address} copy={provider.base_url}>
            <span className="font-mono text-meta select-text">{provider.base_url}</span>
          </Fact>
        )}
        <Fact name={words.columns.credential}>{words.credential[credentialOf(provider)]}</Fact>
        <Fact name={words.requests}>
          <span className="flex flex-wrap gap-x-4">
            <Link to="/requests" search={{ q: own }} className={LINK}>
              {words.allRequests}
            </Link>
            <Link to="/requests" search={{ q: `${own} status:error` }} className={LINK}>
              {words.failedRequests}
            </Link>
          </span>
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="flex items-start gap-1.5 whitespace-normal">
        <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
        {copy !== undefined && <CopyIcon text={copy} what={name.toLowerCase()} className="-my-1" />}
      </dd>
    </>
  );
}

function credentialOf(provider: Provider): keyof typeof words.credential {
  if (!provider.has_credential) return "none";
  return provider.credential_readable ? "stored" : "unreadable";
}
