import { Tabs } from "@base-ui/react/tabs";
import { useQuery } from "@tanstack/react-query";
import { ApiError } from "../../api/error";
import { useGateway } from "../../api/gateway";
import { requestQuery } from "../../api/queries";
import type { Bodies, RequestDetail, RequestRow } from "../../api/types";
import { useCommands } from "../../commands/registry";
import { Empty, LoadFailed, Skeleton } from "../../parts/Loading";
import { SegmentedTabs } from "../../parts/Segments";
import { SplitHandle, useSplit } from "../../parts/SplitHandle";
import { strings } from "../../strings";
import { Body } from "./bodies/Body";
import { Conversation } from "./bodies/Conversation";
import { NotCaptured } from "./bodies/NotCaptured";
import { Stream } from "./bodies/Stream";
import { Upstream } from "./bodies/Upstream";
import { Heading } from "./Heading";
import { Routing } from "./Routing";
import { Running } from "./Running";
import { Summary } from "./Summary";
import { TabRows } from "./TabRows";
import { Timeline } from "./Timeline";
import { type DetailTab, tabsOf } from "./tabs";

const words = strings.requests.detail;
/** What the list keeps beside the detail, with the rail. */
const LEFT_ALONE = 200 + 540;
const NARROWEST = 380;

export interface PeekProps {
  id: string;
  known: RequestRow | undefined;
  tab: DetailTab;
  onTab: (tab: DetailTab) => void;
  /** Adds a token of the filter language: `key:ci`. */
  onFilter: (token: string) => void;
  onClose: () => void;
  /** In the place of the list, instead of beside it. */
  whole: boolean;
  /** Switches between the two; absent where there is only room for one. */
  onWhole?: ((whole: boolean) => void) | undefined;
}

/** One request in full: beside the list, or in its place. */
export function Peek(props: PeekProps) {
  const { id, whole, onWhole } = props;
  const { client } = useGateway();
  const { data: detail, error, refetch } = useQuery(requestQuery(client, id));
  const split = useSplit({
    name: "peek-width",
    initial: 480,
    least: NARROWEST,
    most: () => Math.max(NARROWEST, window.innerWidth - LEFT_ALONE),
  });
  const row = detail ?? props.known;
  useCommands({ "requests.whole": onWhole && (() => onWhole(!whole)) });
  return (
    <>
      {!whole && <SplitHandle label={words.resize} split={split} />}
      <aside
        aria-label={words.label}
        className={`flex min-h-0 flex-col ${whole ? "w-full px-5 pt-3" : "shrink-0 pr-5 pl-4"}`}
        style={whole ? undefined : { width: split.width, maxWidth: `max(${NARROWEST}px, 100vw - ${LEFT_ALONE}px)` }}
      >
        <Heading {...props} row={row} detail={detail} />
        {row?.state === "running" ? (
          <Running row={row} />
        ) : detail ? (
          <Panels key={id} detail={detail} {...props} />
        ) : error instanceof ApiError && error.status === 404 ? (
          <Empty {...words.gone} />
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

function Panels({ detail, tab: wanted, onTab, onFilter }: PeekProps & { detail: RequestDetail }) {
  const rows = tabsOf(detail);
  const tabs = rows.flat();
  const tab = tabs.includes(wanted) ? wanted : "summary";
  const panels: Record<DetailTab, () => React.ReactNode> = {
    summary: () => <Summary detail={detail} onFilter={onFilter} onTab={onTab} />,
    timeline: () => <Timeline detail={detail} />,
    routing: () => <Routing detail={detail} />,
    conversation: () => captured(detail, (bodies) => <Conversation bodies={bodies} />),
    request: () =>
      captured(detail, (bodies) => (
        <Body
          name={words.tabs.request}
          text={bodies.request}
          cut={bodies.request_truncated}
          headers={bodies.request_headers}
        />
      )),
    response: () =>
      captured(detail, (bodies) => (
        <Body
          name={words.tabs.response}
          text={bodies.response}
          cut={bodies.response_truncated}
          headers={bodies.response_headers}
        />
      )),
    stream: () => captured(detail, (bodies) => <Stream bodies={bodies} />),
    upstream: () => <Upstream detail={detail} />,
  };
  return (
    <SegmentedTabs value={tab} onChange={onTab} className="flex min-h-0 flex-1 flex-col">
      <TabRows rows={rows} />
      {tabs.map((value) => (
        <Tabs.Panel
          key={value}
          value={value}
          className="-mr-3 min-h-0 flex-1 overflow-y-auto pr-3 pb-5 focus-visible:-outline-offset-2 *:max-w-[860px]"
        >
          {value === tab && panels[value]()}
        </Tabs.Panel>
      ))}
    </SegmentedTabs>
  );
}

function captured(detail: RequestDetail, show: (bodies: Bodies) => React.ReactNode) {
  return detail.bodies ? show(detail.bodies) : <NotCaptured detail={detail} />;
}
