import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, ArrowLeftRight } from "lucide-react";
import type { ReactNode } from "react";
import { useGateway } from "../../../api/gateway";
import { requestQuery } from "../../../api/queries";
import type { RequestDetail } from "../../../api/types";
import { exactTime } from "../../../format/time";
import { buttonClass, IconButton } from "../../../parts/Button";
import { LoadFailed, Skeleton } from "../../../parts/Loading";
import { strings } from "../../../strings";
import { Status } from "../../Status";
import { scaleOf } from "../spans";
import { Timeline } from "../Timeline";
import { figuresOf, outputText, type Pair, parameterPairs, promptText } from "./compare";
import { Difference } from "./Difference";

const words = strings.requests.detail.compare;

/** Two requests side by side, with what differs marked. */
export function Compare({ ids, onClose }: { ids: [string, string]; onClose: () => void }) {
  const { client } = useGateway();
  const first = useQuery(requestQuery(client, ids[0]));
  const second = useQuery(requestQuery(client, ids[1]));
  const failed = first.error ? first : second.error ? second : null;
  return (
    <div className="flex h-full min-h-0 flex-col px-5 pt-3">
      <div className="flex h-9 shrink-0 items-center gap-2">
        <IconButton label={strings.requests.detail.back} onClick={onClose} className="-ml-1.5">
          <ArrowLeft size={16} aria-hidden />
        </IconButton>
        <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
        <Link to="/requests" search={{ compare: `${ids[1]},${ids[0]}` }} className={`ml-auto ${buttonClass()}`}>
          <ArrowLeftRight size={13} aria-hidden />
          {words.swap}
        </Link>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto pt-2 pb-6">
        {failed?.error ? (
          <LoadFailed error={failed.error} onRetry={() => void failed.refetch()} />
        ) : first.data && second.data ? (
          <Both a={first.data} b={second.data} />
        ) : (
          <Skeleton rows={12} />
        )}
      </div>
    </div>
  );
}

function Both({ a, b }: { a: RequestDetail; b: RequestDetail }) {
  const parameters = parameterPairs(a, b);
  const scale = Math.max(scaleOf(a), scaleOf(b));
  const kept = a.bodies !== null && b.bodies !== null;
  return (
    <div className="flex flex-col gap-6">
      <section>
        <h2 className="sr-only">{words.figures}</h2>
        <Pairs pairs={figuresOf(a, b)} heads={[<Head key="a" detail={a} />, <Head key="b" detail={b} />]} />
      </section>
      <Section title={words.parameters}>
        {!kept ? (
          <p className="text-subtle">{words.notKept}</p>
        ) : parameters.length === 0 ? (
          <p className="text-subtle">{words.noParameters}</p>
        ) : (
          <Pairs pairs={parameters} mono />
        )}
      </Section>
      <Section title={words.prompt}>
        <Difference left={promptText(a)} right={promptText(b)} label={words.prompt} />
      </Section>
      <Section title={words.output}>
        <Difference left={outputText(a)} right={outputText(b)} label={words.output} />
      </Section>
      <Section title={words.timeline}>
        <div className="grid grid-cols-2 gap-6">
          <Timeline detail={a} scale={scale} />
          <Timeline detail={b} scale={scale} />
        </div>
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 font-semibold text-section">{title}</h2>
      {children}
    </section>
  );
}

function Head({ detail }: { detail: RequestDetail }) {
  return (
    <Link
      to="/requests"
      search={{ id: detail.id }}
      className="flex flex-wrap items-center gap-x-2 underline-offset-3 hover:underline"
    >
      <Status row={detail} />
      <span className="font-normal text-meta text-subtle">{exactTime(detail.started_at)}</span>
    </Link>
  );
}

function Pairs({ pairs, heads, mono = false }: { pairs: Pair[]; heads?: [ReactNode, ReactNode]; mono?: boolean }) {
  return (
    <table className="w-full table-fixed [&_td]:h-8 [&_td]:border-b [&_td]:border-line-subtle [&_td]:py-1 [&_td]:pr-4 [&_th]:h-8 [&_th]:border-b [&_th]:border-line-subtle [&_th]:pr-4 [&_th]:text-left">
      <colgroup>
        <col className="w-[148px]" />
        <col />
        <col />
        <col className="w-[88px]" />
      </colgroup>
      <thead className={heads ? "" : "sr-only"}>
        <tr>
          <td />
          <th scope="col">{heads?.[0] ?? words.first}</th>
          <th scope="col">{heads?.[1] ?? words.second}</th>
          <th scope="col" className="!text-right !pr-2 font-normal text-meta text-subtle">
            {words.change}
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ name, values, differs, change }) => (
          <tr key={name} className={differs ? "bg-warning-soft" : ""}>
            <th scope="row" className="pl-2 font-normal text-subtle">
              {name}
              {differs && <span className="sr-only"> {words.differs}</span>}
            </th>
            {values.map((value, side) => (
              <td
                key={side}
                className={`tabular-nums select-text [overflow-wrap:anywhere] ${mono ? "font-mono text-meta" : ""} ${differs ? "font-medium" : ""}`}
              >
                {value}
              </td>
            ))}
            <td className="num !pr-2 text-subtle">{change ?? ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
