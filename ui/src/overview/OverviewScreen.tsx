import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useGateway } from "../api/gateway";
import type { LogQuery } from "../api/log";
import { modelsQuery, providersQuery, statusQuery } from "../api/queries";
import { LoadFailed, Skeleton } from "../parts/Loading";
import { useLog } from "../requests/useLog";
import { strings } from "../strings";
import { ConnectCard } from "./ConnectCard";
import { Elsewhere } from "./elsewhere/Elsewhere";
import { FiguresView } from "./figures/FiguresView";
import { FirstSteps } from "./first/FirstSteps";
import { cheapest, firstModel } from "./first/locals";
import { PastedKey } from "./first/PastedKey";
import { stepsOf } from "./first/steps";
import { useDiscovery } from "./first/useDiscovery";
import { useFirstSteps } from "./first/useFirstSteps";
import { Health } from "./Health";
import { PeriodPicker } from "./PeriodPicker";
import { Recent } from "./Recent";
import { RefreshChoice } from "./RefreshChoice";
import { type OverviewSearch, timeOf } from "./search";
import { TrialPanel } from "./TrialPanel";
import { useTrial } from "./useTrial";

const SANDBOX_MODEL = "sandbox-chat";
const ALL = {};

/** Where everybody starts: how to connect while that is new, then how it goes. */
export function OverviewScreen() {
  const { client } = useGateway();
  const search = useSearch({ from: "/" });
  const navigate = useNavigate();
  const status = useQuery(statusQuery(client));
  const models = useQuery(modelsQuery(client)).data ?? [];
  const providers = useQuery(providersQuery(client)).data;
  const { data: log } = useLog(ALL);
  const [chosen, setChosen] = useState<string>();
  const [pastedFor, setPastedFor] = useState<string>();
  const { trial, send, stop } = useTrial();

  const show = (change: Partial<OverviewSearch>) =>
    void navigate({ to: "/", search: { ...search, ...change }, replace: true });
  const steps =
    status.data &&
    providers &&
    log &&
    stepsOf({ status: status.data, providers, rows: log.rows, trialDone: trial?.phase === "done" });
  const first = useFirstSteps(steps, search.steps === true, () => show({ steps: undefined }));
  const discovery = useDiscovery(first.shown);
  const model = chosen ?? cheapest(models, pastedFor) ?? firstModel(discovery.data, models, SANDBOX_MODEL);
  const time = timeOf(search);
  const used = log !== undefined && log.rows.length + log.held.length > 0;

  if (!status.data || !steps) {
    return (
      <Page title={strings.overview.title}>
        {status.error ? (
          <LoadFailed error={status.error} onRetry={() => void status.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Page>
    );
  }

  const connect = (
    <ConnectCard status={status.data} model={model}>
      {(copy) => (
        <TrialPanel
          copy={copy}
          trial={trial}
          models={models.filter((each) => each.kind === "chat")}
          model={model}
          onModel={setChosen}
          onSend={() => send(model)}
          onStop={stop}
        />
      )}
    </ConnectCard>
  );
  const recent = log && <Recent log={log} />;
  return (
    <Page
      title={strings.overview.title}
      action={
        used && (
          <div className="flex flex-wrap items-center gap-2">
            <PeriodPicker time={time} onChange={(time) => show({ ...NO_TIME, ...time } as OverviewSearch)} />
            <RefreshChoice />
          </div>
        )
      }
    >
      <Health status={status.data} />
      {first.shown && (
        <>
          <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-3 @max-[54rem]:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)] @max-[38rem]:grid-cols-1">
            {connect}
            <FirstSteps
              status={status.data}
              steps={steps}
              discovered={discovery.data}
              looking={discovery.isLoading}
              providers={providers ?? []}
              onTest={() => send(model)}
              onHide={first.hide}
            />
          </div>
          {recent}
        </>
      )}
      {used && (
        <>
          <FiguresView time={time}>{!first.shown && recent}</FiguresView>
          <Elsewhere
            time={time}
            open={search.compare === true}
            onOpen={(open) => show({ compare: open || undefined })}
          />
        </>
      )}
      {!first.shown && connect}
      <PastedKey providers={providers ?? []} models={models} onProvider={setPastedFor} />
    </Page>
  );
}

const NO_TIME: { [Name in keyof LogQuery]: undefined } = { range: undefined, from: undefined, to: undefined };

function Page(props: { title: string; action?: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="@container h-full overflow-y-auto [scrollbar-gutter:stable] px-5 pt-4 pb-5">
      <div className="flex flex-col gap-3">
        <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <h1 className="font-semibold text-page tracking-tight">{props.title}</h1>
          {props.action}
        </div>
        {props.children}
      </div>
    </div>
  );
}
