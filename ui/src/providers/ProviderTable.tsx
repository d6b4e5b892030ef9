import { ChevronRight } from "lucide-react";
import { Fragment, useEffect } from "react";
import type { Provider, ProviderHealth } from "../api/types";
import { useShortcut } from "../commands/remap";
import { count, UNKNOWN } from "../format/numbers";
import { ago, duration, exactTime, useNow } from "../format/time";
import { IconButton } from "../parts/Button";
import { Menu, type MenuEntry } from "../parts/Menu";
import { MIDDLE, NARROW, rowClass, Table, type TableColumn } from "../parts/Table";
import { strings } from "../strings";
import { SANDBOX } from "./draft";
import { HealthMark } from "./HealthMark";
import { coolingSeconds, healthOf, secondsLeft, successOf } from "./health";
import { ProviderDetail } from "./ProviderDetail";
import { useSeconds } from "./useSeconds";

const words = strings.providers;

const COLUMNS: readonly TableColumn[] = [
  { id: "open", head: words.columns.details, width: "w-[2.25rem]", hiddenHead: true },
  { id: "name", head: words.columns.name },
  { id: "address", head: words.columns.address, width: "w-[11rem]", when: MIDDLE },
  { id: "health", head: words.columns.health, width: "w-[8.75rem]" },
  { id: "error", head: words.columns.lastError, width: "w-[10rem] @max-[47.5rem]:w-[8rem]" },
  { id: "attempts", head: words.columns.attempts, width: "w-[4.5rem]", numeric: true, when: NARROW },
  { id: "success", head: words.columns.success, width: "w-[4.75rem]", numeric: true },
  { id: "median", head: words.columns.median, width: "w-[4.75rem]", numeric: true, when: NARROW },
  { id: "models", head: words.columns.models, width: "w-[4.25rem]", numeric: true },
  { id: "actions", head: words.columns.actions, width: "w-[2.75rem]", hiddenHead: true },
];

export type ProviderAction = "test" | "requests" | "address" | "key" | "toggle" | "delete";

interface Told {
  data: readonly ProviderHealth[] | undefined;
  dataUpdatedAt: number;
  refetch: () => unknown;
}

/** Whom the gateway can ask, and how they did over the last day. */
export function ProviderTable(props: {
  providers: readonly Provider[];
  health: Told;
  markedId: string | undefined;
  openId: string | undefined;
  onMark: (id: string) => void;
  onOpen: (id: string | undefined) => void;
  onAct: (provider: Provider, action: ProviderAction) => void;
}) {
  const { data: health, dataUpdatedAt: toldAt, refetch } = props.health;
  const cooling = health?.flatMap((each) => each.cooling) ?? [];
  const now = Math.max(useSeconds(cooling.length > 0), useNow());
  // What has cooled is due: the gateway knows how it is now.
  const due = cooling.some(({ seconds }) => secondsLeft(seconds, toldAt, now) === 0);
  useEffect(() => {
    if (due) void refetch();
  }, [due, refetch]);

  return (
    <Table columns={COLUMNS} label={words.grid}>
      {props.providers.map((provider) => {
        const own = health?.find((each) => each.provider === provider.id);
        const open = provider.id === props.openId;
        return (
          <Fragment key={provider.id}>
            <Row
              provider={provider}
              health={own}
              left={secondsLeft(coolingSeconds(provider, own), toldAt, now)}
              now={now}
              marked={provider.id === props.markedId}
              open={open}
              onMark={() => props.onMark(provider.id)}
              onOpen={() => props.onOpen(open ? undefined : provider.id)}
              onAct={(action) => props.onAct(provider, action)}
            />
            {open && (
              <tr className="border-b border-line-subtle bg-canvas">
                {/* Over the columns that are always there: a cell over hidden ones would make new ones. */}
                <td colSpan={COLUMNS.filter(({ when }) => !when).length} className="p-0">
                  <ProviderDetail
                    provider={provider}
                    health={own}
                    left={(seconds) => secondsLeft(seconds, toldAt, now)}
                    now={now}
                  />
                </td>
                {COLUMNS.map(({ id, when }) => when && <td key={id} className={when} />)}
              </tr>
            )}
          </Fragment>
        );
      })}
    </Table>
  );
}

function Row(props: {
  provider: Provider;
  health: ProviderHealth | undefined;
  left: number;
  now: number;
  marked: boolean;
  open: boolean;
  onMark: () => void;
  onOpen: () => void;
  onAct: (action: ProviderAction) => void;
}) {
  const { provider, health, now, open } = props;
  const error = health?.last_error;
  return (
    <tr
      data-provider-id={provider.id}
      aria-current={props.marked || undefined}
      onClick={props.onMark}
      className={rowClass({ marked: props.marked, off: provider.disabled })}
    >
      <td className="!overflow-visible !px-1">
        <IconButton label={words.details(provider.id)} aria-expanded={open} onClick={props.onOpen}>
          <ChevronRight size={14} aria-hidden className={open ? "rotate-90" : ""} />
        </IconButton>
      </td>
      <th scope="row" className="text-left font-semibold" title={`${provider.id}\n${provider.label}`}>
        {provider.id}
        {provider.label.toLowerCase() !== provider.id && (
          <span className="ml-2 font-normal text-meta text-subtlest">{provider.label}</span>
        )}
      </th>
      <td className={`font-mono text-meta text-subtle select-text ${MIDDLE}`} title={provider.base_url}>
        {provider.base_url || UNKNOWN}
      </td>
      <td>
        <HealthMark health={healthOf(provider, health)} left={props.left} />
      </td>
      <td>
        {error ? (
          <button
            type="button"
            aria-expanded={open}
            title={`${error.message}\n${exactTime(error.at)}`}
            onClick={props.onOpen}
            className="flex max-w-full items-baseline gap-2 rounded-[4px] text-left text-meta hover:underline focus-visible:-outline-offset-2"
          >
            <span className="min-w-0 truncate text-subtle">{error.message}</span>
            <span className="shrink-0 text-subtlest">{ago(error.at, now)}</span>
          </button>
        ) : (
          <span className="text-subtlest">{UNKNOWN}</span>
        )}
      </td>
      <td className={`num ${NARROW}`}>{count(health?.attempts)}</td>
      <td className="num">{health ? successOf(health.attempts, health.failed) : UNKNOWN}</td>
      <td className={`num ${NARROW}`}>{duration(health?.duration_p50_ms)}</td>
      <td className="num">{count(provider.models)}</td>
      <td className="!overflow-visible !px-1">
        {provider.vendor !== SANDBOX && <ProviderMenu provider={provider} onAct={props.onAct} />}
      </td>
    </tr>
  );
}

function ProviderMenu({ provider, onAct }: { provider: Provider; onAct: (action: ProviderAction) => void }) {
  const test = useShortcut("providers.test").text;
  const toggle = useShortcut("providers.toggle").text;
  const entries: MenuEntry<ProviderAction>[] = [
    { action: "test", name: words.menu.test, shortcut: test },
    { action: "requests", name: words.menu.requests },
    { action: "address", name: words.menu.address, apart: true },
    { action: "key", name: words.menu.key },
    { action: "toggle", name: provider.disabled ? words.menu.enable : words.menu.disable, shortcut: toggle },
    { action: "delete", name: words.menu.delete, danger: true, apart: true },
  ];
  return <Menu label={words.menu.label(provider.id)} entries={entries} onAct={onAct} />;
}
