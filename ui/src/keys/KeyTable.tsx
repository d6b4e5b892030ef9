import type { Key } from "../api/types";
import { count, credits, shortCount, UNKNOWN } from "../format/numbers";
import { ago, date, exactTime, until, useNow } from "../format/time";
import { Glyph, type Shape } from "../parts/Glyph";
import { Sparkline } from "../parts/Sparkline";
import { MIDDLE, NARROW, rowClass, Table, type TableColumn, WIDE } from "../parts/Table";
import { strings } from "../strings";
import { BudgetBar } from "./BudgetBar";
import { type KeyState, stateOf } from "./expiry";
import { type KeyAction, KeyMenu } from "./KeyMenu";
import type { KeyUsage } from "./queries";

const words = strings.keys;

const COLUMNS: readonly TableColumn[] = [
  { id: "name", head: words.columns.name },
  { id: "key", head: words.columns.key, width: "w-[9rem]", when: MIDDLE },
  { id: "status", head: words.columns.status, width: "w-[9.25rem] @max-[47.5rem]:w-[6rem]" },
  { id: "preset", head: words.columns.preset, width: "w-[6.25rem]", when: WIDE },
  { id: "limit", head: words.columns.limit, width: "w-[4.5rem]", numeric: true },
  { id: "budget", head: words.columns.budget, width: "w-[16rem] @max-[58rem]:w-[13.5rem]" },
  { id: "today", head: words.columns.today, width: "w-[4.75rem]", numeric: true },
  { id: "days", head: words.columns.days, width: "w-[5rem]", when: NARROW },
  { id: "models", head: words.columns.models, width: "w-[4.5rem]", when: WIDE },
  { id: "lastUsed", head: words.columns.lastUsed, width: "w-[5.5rem]", when: NARROW },
  { id: "expires", head: words.columns.expires, width: "w-[6.25rem]", when: WIDE },
  { id: "created", head: words.columns.created, width: "w-[6.25rem]", when: WIDE },
  { id: "actions", head: words.columns.actions, width: "w-[2.75rem]", hiddenHead: true },
];

/** All keys; few enough for a plain table. */
export function KeyTable(props: {
  keys: readonly Key[];
  usage: readonly KeyUsage[];
  markedId: string | undefined;
  onMark: (id: string) => void;
  onAct: (key: Key, action: KeyAction) => void;
}) {
  const now = useNow();
  return (
    <Table columns={COLUMNS} label={words.grid}>
      {props.keys.map((key) => (
        <Row
          key={key.id}
          subject={key}
          usage={props.usage.find((usage) => usage.key === key.id)}
          now={now}
          marked={key.id === props.markedId}
          onMark={() => props.onMark(key.id)}
          onAct={(action) => props.onAct(key, action)}
        />
      ))}
    </Table>
  );
}

function Row(props: {
  subject: Key;
  usage: KeyUsage | undefined;
  now: number;
  marked: boolean;
  onMark: () => void;
  onAct: (action: KeyAction) => void;
}) {
  const { subject: key, usage, now } = props;
  const { expires_at: expires, last_used_at: used } = key;
  return (
    <tr
      data-key-id={key.id}
      aria-current={props.marked || undefined}
      onClick={props.onMark}
      className={rowClass({ marked: props.marked, off: key.disabled })}
    >
      <th scope="row" className="text-left font-semibold" title={`${key.name}\n${scopeOf(key)}`}>
        {key.name}
      </th>
      <td className={`font-mono text-meta text-subtle select-text ${MIDDLE}`}>{key.prefix}</td>
      <td title={expires === null ? undefined : words.expiresAt(exactTime(expires))}>
        <Status state={stateOf(key, now)} expires={expires} now={now} />
      </td>
      <td className={WIDE}>{words.presets[key.preset]}</td>
      <td className="num">
        {key.requests_per_minute === null ? (
          <span className="text-subtlest">{words.noLimit}</span>
        ) : (
          <span title={count(key.requests_per_minute)}>{shortCount(key.requests_per_minute)}</span>
        )}
      </td>
      <td>
        <BudgetBar subject={key} now={now} />
      </td>
      <td className="num" title={words.todayUtc}>
        {usage === undefined ? UNKNOWN : credits(usage.today)}
      </td>
      <td className={NARROW}>{usage && <Days usage={usage} />}</td>
      <td className={`text-subtle ${WIDE}`} title={key.models?.join("\n")}>
        {key.models === null ? words.all : count(key.models.length)}
      </td>
      <td className={`text-subtle ${NARROW}`} title={used === null ? undefined : exactTime(used)}>
        {used === null ? words.never : ago(used, now)}
      </td>
      <td className={`text-subtle ${WIDE}`} title={expires === null ? undefined : exactTime(expires)}>
        {expires === null ? words.never : date(expires, now)}
      </td>
      <td className={`text-subtle ${WIDE}`} title={exactTime(key.created_at)}>
        {date(key.created_at, now)}
      </td>
      <td className="!overflow-visible !px-1">
        <KeyMenu subject={key} onAct={props.onAct} />
      </td>
    </tr>
  );
}

/** What it spent on each of 30 days. Nothing at all is no line. */
function Days({ usage: { days, requests } }: { usage: KeyUsage }) {
  if (requests === 0) return <span className="text-subtlest">{UNKNOWN}</span>;
  const spent = days.map(Number);
  const all = spent.reduce((sum, day) => sum + day, 0);
  const label = words.spentOn(credits(String(all)), days.length, requests, count(requests));
  return (
    <span title={label} className="flex items-center">
      <Sparkline values={spent} label={label} width={64} height={20} className="text-subtle" />
    </span>
  );
}

const LOOKS: Record<KeyState, { shape: Shape; tone: string }> = {
  active: { shape: "dot", tone: "text-success" },
  expiring: { shape: "triangle", tone: "text-warning" },
  expired: { shape: "cross", tone: "text-danger" },
  disabled: { shape: "slashed", tone: "text-subtle" },
};

function Status({ state, expires, now }: { state: KeyState; expires: number | null; now: number }) {
  const { shape, tone } = LOOKS[state];
  return (
    <span className={`inline-flex h-[1lh] max-w-full items-center gap-1.5 align-top ${tone}`}>
      <Glyph shape={shape} />
      <span className="truncate">
        {state === "expiring" && expires !== null ? (
          <>
            {words.status.expiring}
            <span className="@max-[47.5rem]:sr-only"> {until(expires, now)}</span>
          </>
        ) : (
          words.status[state]
        )}
      </span>
    </span>
  );
}

function scopeOf(key: Key): string {
  const endpoints = key.endpoints?.map((endpoint) => words.endpoints[endpoint]).join(", ") ?? words.all;
  return words.scope(key.models?.join(", ") ?? words.all, endpoints);
}
