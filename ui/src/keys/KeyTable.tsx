import type { Key } from "../api/types";
import { count } from "../format/numbers";
import { ago, date, exactTime, useNow } from "../format/time";
import { Glyph, type Shape } from "../parts/Glyph";
import { rowClass, Table, type TableColumn } from "../parts/Table";
import { strings } from "../strings";
import { BudgetBar } from "./BudgetBar";
import { type KeyAction, KeyMenu } from "./KeyMenu";

const words = strings.keys;

const COLUMNS: readonly TableColumn[] = [
  { id: "name", head: words.columns.name },
  { id: "key", head: words.columns.key, width: "w-[9.375rem]", when: "@max-[40rem]:hidden" },
  { id: "status", head: words.columns.status, width: "w-[5.75rem]" },
  { id: "preset", head: words.columns.preset, width: "w-[5.5rem]", when: "@max-[47.5rem]:hidden" },
  { id: "limit", head: words.columns.limit, width: "w-[5rem]", numeric: true },
  { id: "budget", head: words.columns.budget, width: "w-[12.5rem] @max-[47.5rem]:w-[10.5rem]" },
  { id: "lastUsed", head: words.columns.lastUsed, width: "w-[5.75rem]", when: "@max-[58.75rem]:hidden" },
  { id: "created", head: words.columns.created, width: "w-[5.25rem]", when: "@max-[58.75rem]:hidden" },
  { id: "actions", head: words.columns.actions, width: "w-[3rem]", hiddenHead: true },
];

/** All keys; few enough for a plain table. */
export function KeyTable(props: {
  keys: readonly Key[];
  markedId: string | undefined;
  onMark: (id: string) => void;
  onAct: (key: Key, action: KeyAction) => void;
}) {
  const now = useNow();
  return (
    <Table columns={COLUMNS}>
      {props.keys.map((key) => (
        <tr
          key={key.id}
          data-key-id={key.id}
          onClick={() => props.onMark(key.id)}
          className={rowClass({ marked: key.id === props.markedId, off: key.disabled })}
        >
          <th scope="row" className="text-left font-semibold" title={scopeOf(key)}>
            {key.name}
          </th>
          <td className="font-mono text-meta text-subtle select-text @max-[40rem]:hidden">{key.prefix}</td>
          <td>
            <KeyStatus subject={key} now={now} />
          </td>
          <td className="@max-[47.5rem]:hidden">{words.presets[key.preset]}</td>
          <td className="num">
            {key.requests_per_minute === null ? (
              <span className="text-subtlest">{words.noLimit}</span>
            ) : (
              count(key.requests_per_minute)
            )}
          </td>
          <td>
            <BudgetBar subject={key} now={now} />
          </td>
          <td
            className="text-subtle @max-[58.75rem]:hidden"
            title={key.last_used_at === null ? undefined : exactTime(key.last_used_at)}
          >
            {key.last_used_at === null ? words.never : ago(key.last_used_at, now)}
          </td>
          <td className="text-subtle @max-[58.75rem]:hidden" title={exactTime(key.created_at)}>
            {date(key.created_at, now)}
          </td>
          <td className="!overflow-visible">
            <KeyMenu subject={key} onAct={(action) => props.onAct(key, action)} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

const STATUS_LOOKS: Record<keyof typeof words.status, { shape: Shape; tone: string }> = {
  active: { shape: "dot", tone: "text-success" },
  disabled: { shape: "slashed", tone: "text-subtle" },
  expired: { shape: "triangle", tone: "text-warning" },
};

function KeyStatus({ subject, now }: { subject: Key; now: number }) {
  const expired = subject.expires_at !== null && subject.expires_at <= now;
  const status = subject.disabled ? "disabled" : expired ? "expired" : "active";
  const { shape, tone } = STATUS_LOOKS[status];
  return (
    <span className={`inline-flex h-[1lh] items-center gap-1.5 align-top ${tone}`}>
      <Glyph shape={shape} />
      {words.status[status]}
    </span>
  );
}

function scopeOf(key: Key): string {
  const endpoints = key.endpoints?.map((endpoint) => words.endpoints[endpoint]).join(", ") ?? words.all;
  return words.scope(key.models?.join(", ") ?? words.all, endpoints);
}
