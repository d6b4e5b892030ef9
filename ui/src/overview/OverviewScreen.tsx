import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useCallback, useState } from "react";
import { useGateway } from "../api/gateway";
import { modelsQuery, providersQuery, statusQuery } from "../api/queries";
import { useCommands } from "../commands/registry";
import { remember, remembered } from "../host/remembered";
import { LoadFailed, Skeleton } from "../parts/Loading";
import { useRowWalk } from "../parts/useRowWalk";
import { RequestGrid } from "../requests/RequestGrid";
import { useLog } from "../requests/useLog";
import { strings } from "../strings";
import { ConnectCard } from "./ConnectCard";
import { FirstSteps } from "./FirstSteps";
import { Health } from "./Health";
import { TrialPanel } from "./TrialPanel";
import { useTrial } from "./useTrial";

const FIRST_MODEL = "sandbox-chat";
const RECENT = 8;
const ALL = {};

/** Where everybody starts: how to connect, a request to try, and what came in lately. */
export function OverviewScreen() {
  const { client } = useGateway();
  const status = useQuery(statusQuery(client));
  const models = useQuery(modelsQuery(client)).data ?? [];
  const providers = useQuery(providersQuery(client)).data ?? [];
  const { data: log } = useLog(ALL);
  const [model, setModel] = useState(FIRST_MODEL);
  const [hidden, setHidden] = useState(() => remembered("first-steps") === "hidden");
  const { trial, send, stop } = useTrial();

  const chat = models.filter((each) => each.kind === "chat");
  const tested =
    trial?.phase === "done" || (log?.rows.some((row) => row.status === 200 && row.state !== "running") ?? false);
  const provided = providers.some((provider) => provider.vendor !== "sandbox");
  const allDone = tested && provided && status.data?.external_request_seen === true;
  function hide(hide: boolean) {
    setHidden(hide);
    remember("first-steps", hide ? "hidden" : "shown");
  }

  return (
    <div className="h-full overflow-y-auto px-5 pt-4 pb-5">
      <h1 className="mb-3.5 flex h-7 items-center font-semibold text-page tracking-tight">{strings.overview.title}</h1>
      {status.data ? (
        <div className="grid grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)] items-start gap-3">
          <ConnectCard status={status.data} model={model}>
            {(copy) => (
              <TrialPanel
                copy={copy}
                trial={trial}
                models={chat}
                model={model}
                onModel={setModel}
                onSend={() => send(model)}
                onStop={stop}
              />
            )}
          </ConnectCard>
          {hidden || allDone ? (
            <Health status={status.data} providers={providers} onSteps={allDone ? undefined : () => hide(false)} />
          ) : (
            <FirstSteps
              status={status.data}
              tested={tested}
              provided={provided}
              onTest={() => send(model)}
              onHide={() => hide(true)}
            />
          )}
        </div>
      ) : status.error ? (
        <LoadFailed error={status.error} onRetry={() => void status.refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
      {log && <Recent rows={[...log.held, ...log.rows].slice(0, RECENT)} arrived={log.arrived} />}
    </div>
  );
}

function Recent({ rows, arrived }: Pick<Parameters<typeof RequestGrid>[0], "rows" | "arrived">) {
  const navigate = useNavigate();
  const open = useCallback((id: string) => void navigate({ to: "/requests", search: { id } }), [navigate]);
  const walk = useRowWalk(
    rows.map((row) => row.id),
    open,
  );
  useCommands({
    "overview.next": walk.next,
    "overview.previous": walk.previous,
    "overview.open": walk.open,
    "overview.leave": walk.current !== undefined && (() => walk.setMarked(undefined)),
  });
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="recent-title" className="mt-5">
      <div className="flex h-7 items-center justify-between">
        <h2 id="recent-title" className="font-semibold">
          {strings.overview.recent.title}
        </h2>
        <Link to="/requests" className="inline-flex items-center gap-1 text-meta text-subtle hover:text-text">
          {strings.overview.recent.all}
          <ArrowRight size={13} aria-hidden />
        </Link>
      </div>
      <RequestGrid whole rows={rows} arrived={arrived} cursorId={walk.current} onOpen={open} />
    </section>
  );
}
