import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useGateway } from "../../api/gateway";
import type { LogQuery } from "../../api/log";
import { LoadFailed, Skeleton } from "../../parts/Loading";
import { Attention } from "../attention/Attention";
import { figuresQuery } from "../queries";
import { Charts } from "./Charts";
import { Heroes } from "./Heroes";
import { Tops } from "./Tops";

/** All that is counted of a time; `children` stand between what happened when and by whom. */
export function FiguresView({ time, children }: { time: LogQuery; children?: ReactNode }) {
  const { client } = useGateway();
  const { data, error, refetch, isPlaceholderData: old } = useQuery(figuresQuery(client, time));
  const stale = old ? "opacity-60" : "";
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)] gap-3 @max-[54rem]:grid-cols-1">
        <div className={stale}>
          {data ? (
            <Heroes now={data.totals} before={data.before} time={time} />
          ) : error ? (
            <LoadFailed error={error} onRetry={() => void refetch()} />
          ) : (
            <div className="h-[12.5rem]">
              <Skeleton rows={5} />
            </div>
          )}
        </div>
        {/* As high as the figures beside it, whatever it has to say: nothing below moves. */}
        <div className="@min-[54rem]:relative">
          <div className="@min-[54rem]:absolute @min-[54rem]:inset-0 [&>section]:max-h-44 @min-[54rem]:[&>section]:h-full @min-[54rem]:[&>section]:max-h-full">
            <Attention figures={data} />
          </div>
        </div>
      </div>
      {data && (
        <div className={`flex flex-col gap-3 ${stale}`} aria-busy={old}>
          <Charts figures={data} time={time} />
          {children}
          <Tops figures={data} time={time} />
        </div>
      )}
      {!data && children}
    </>
  );
}
