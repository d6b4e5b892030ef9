import { Tabs } from "@base-ui/react/tabs";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, GitBranch, X } from "lucide-react";
import { ApiError } from "../api/error";
import { useGateway } from "../api/gateway";
import { fellBack, type LogFilters } from "../api/log";
import { requestQuery } from "../api/queries";
import type { RequestDetail, RequestRow } from "../api/types";
import { UNKNOWN } from "../format/numbers";
import { IconButton } from "../parts/Button";
import { CopyIcon } from "../parts/CopyButton";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { SegmentedTabs, Segments } from "../parts/Segments";
import { SplitHandle, useSplit } from "../parts/SplitHandle";
import { strings } from "../strings";
import { Bodies } from "./Bodies";
import { Routing } from "./Routing";
import { Status } from "./Status";
import { Summary } from "./Summary";
import { DETAIL_TABS, type DetailTab } from "./search";
import { Timeline } from "./Timeline";

const words = strings.requests.detail;
/** What the list keeps beside the detail, with the rail. */
const LEFT_ALONE = 200 + 540;

/** One request in full: beside the list, or (`whole`) in its place. */
export function Peek(props: {
  id: string;
  known: RequestRow | undefined;
  tab: DetailTab;
  onTab: (tab: DetailTab) => void;
  onFilter: (filters: LogFilters) => void;
  onClose: () => void;
  whole: boolean;
}) {
  const { id, known, whole, onClose } = props;
  const { client } = useGateway();
  const { data: detail, error, refetch } = useQuery(requestQuery(client, id));
  const split = useSplit({
    name: "peek-width",
    initial: 420,
    least: 360,
    most: () => Math.max(360, window.innerWidth - LEFT_ALONE),
  });
  const row = detail ?? known;
  return (
    <>
      {!whole && <SplitHandle label={words.resize} split={split} />}
      <aside
        aria-label={words.label}
        className={`flex min-h-0 flex-col ${whole ? "w-full px-5 pt-3" : "shrink-0 pr-5 pl-4"}`}
        style={whole ? undefined : { width: split.width }}
      >
        <div className="flex h-[30px] shrink-0 items-center gap-2.5">
          {whole && (
            <IconButton label={words.back} onClick={onClose} className="-ml-1.5">
              <ArrowLeft size={16} aria-hidden />
            </IconButton>
          )}
          {row && <Heading row={row} />}
          <span className="flex-1" />
          {!whole && (
            <IconButton label={strings.close} onClick={onClose} className="-mr-1.5">
              <X size={16} aria-hidden />
            </IconButton>
          )}
        </div>
        <div className="flex h-7 shrink-0 items-center gap-1 font-mono text-meta text-subtlest">
          <span className="truncate select-text">{id}</span>
          <CopyIcon text={id} what={words.id} />
        </div>
        {detail ? (
          <Detail detail={detail} tab={props.tab} onTab={props.onTab} onFilter={props.onFilter} />
        ) : error instanceof ApiError && error.status === 404 && known?.state !== "running" ? (
          <Empty {...words.gone} />
        ) : known?.state === "running" ? (
          <p className="py-4 text-subtle">{words.running}</p>
        ) : error ? (
          <div className="py-3">
            <LoadFailed error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Skeleton rows={8} />
        )}
      </aside>
    </>
  );
}

function Heading({ row }: { row: RequestRow }) {
  return (
    <h2 className="flex min-w-0 items-center gap-2.5 font-semibold">
      <Status row={row} />
      <span className="truncate">{row.model ?? UNKNOWN}</span>
      {fellBack(row) && row.model_used !== null && (
        <>
          <GitBranch size={13} role="img" aria-label={strings.requests.fellBack} className="shrink-0 text-success" />
          <span className="truncate">{row.model_used}</span>
        </>
      )}
    </h2>
  );
}

function Detail(props: {
  detail: RequestDetail;
  tab: DetailTab;
  onTab: (tab: DetailTab) => void;
  onFilter: (filters: LogFilters) => void;
}) {
  const { detail } = props;
  const tabs = DETAIL_TABS.filter((tab) => tab !== "bodies" || detail.bodies !== null);
  const tab = tabs.includes(props.tab) ? props.tab : "summary";
  return (
    <SegmentedTabs value={tab} onChange={props.onTab} className="flex min-h-0 flex-1 flex-col">
      <div className="pt-1.5 pb-3">
        <Segments label={words.label} options={tabs.map((value) => ({ value, label: words.tabs[value] }))} />
      </div>
      {tabs.map((value) => (
        <Tabs.Panel
          key={value}
          value={value}
          className="min-h-0 flex-1 overflow-y-auto pb-5 outline-none *:max-w-[760px]"
        >
          {value === "summary" && <Summary detail={detail} onFilter={props.onFilter} />}
          {value !== "summary" && detail.state === "running" && <p className="text-subtle">{words.running}</p>}
          {value === "timeline" && detail.state !== "running" && <Timeline detail={detail} />}
          {value === "routing" && detail.state !== "running" && <Routing detail={detail} />}
          {value === "bodies" && detail.bodies && <Bodies bodies={detail.bodies} />}
        </Tabs.Panel>
      ))}
    </SegmentedTabs>
  );
}
