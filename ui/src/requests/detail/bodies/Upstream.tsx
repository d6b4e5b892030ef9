import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useGateway } from "../../../api/gateway";
import type { Exchange, RequestDetail } from "../../../api/types";
import { LoadFailed, Skeleton } from "../../../parts/Loading";
import { strings } from "../../../strings";
import { exchangesQuery } from "../queries";
import { Body } from "./Body";
import { NotCaptured } from "./NotCaptured";

const words = strings.requests.detail.upstream;

/** What really went to each provider and came back, attempt by attempt. */
export function Upstream({ detail }: { detail: RequestDetail }) {
  const { client } = useGateway();
  const { data: exchanges, error, refetch } = useQuery(exchangesQuery(client, detail.id));
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!exchanges) return <Skeleton rows={6} />;
  if (exchanges.length === 0) {
    return detail.attempts.length === 0 ? <p className="text-subtle">{words.none}</p> : <NotCaptured detail={detail} />;
  }
  return (
    <div className="flex flex-col gap-6">
      {exchanges.map((exchange) => (
        <One key={exchange.position} exchange={exchange} detail={detail} />
      ))}
    </div>
  );
}

function One({ exchange, detail }: { exchange: Exchange; detail: RequestDetail }) {
  const attempt = detail.attempts[exchange.position];
  return (
    <section className="flex flex-col gap-3">
      <div>
        <h3 className="font-semibold">
          {words.attempt(exchange.position + 1)}
          {attempt && (
            <span className="font-normal text-subtle">
              {" "}
              {attempt.model} · {attempt.provider}
            </span>
          )}
        </h3>
        <p className="font-mono text-meta text-subtle select-text [overflow-wrap:anywhere]">
          {exchange.method} {exchange.url}{" "}
          <span className={exchange.status !== null && exchange.status < 400 ? "text-success" : "text-danger"}>
            {exchange.status ?? words.noAnswer}
          </span>
        </p>
      </div>
      <Part title={words.sent}>
        <Body
          name={words.sentBy(exchange.position + 1)}
          text={exchange.request}
          cut={exchange.request_truncated}
          headers={exchange.request_headers}
        />
      </Part>
      <Part title={words.received}>
        <Body
          name={words.receivedBy(exchange.position + 1)}
          text={exchange.response}
          cut={exchange.response_truncated}
          headers={exchange.response_headers}
        />
      </Part>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h4 className="mb-1 text-meta text-subtle">{title}</h4>
      {children}
    </div>
  );
}
