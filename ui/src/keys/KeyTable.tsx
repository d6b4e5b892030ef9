import type { Key } from "../api/types";
import { count } from "../format/numbers";
import { ago, date, exactTime, useNow } from "../format/time";
import { Glyph, type Shape } from "../parts/Glyph";
import { strings } from "../strings";
import { BudgetBar } from "./BudgetBar";
import { type KeyAction, KeyMenu } from "./KeyMenu";

const words = strings.keys;

/** All keys; few enough for a plain table. */
export function KeyTable(props: {
  keys: readonly Key[];
  markedId: string | undefined;
  onMark: (id: string) => void;
  onAct: (key: Key, action: KeyAction) => void;
}) {
  const now = useNow();
  return (
    <table className="w-full table-fixed">
      <colgroup>
        <col />
        <col className="w-[150px]" />
        <col className="w-[92px]" />
        <col className="w-[88px] max-[1000px]:hidden" />
        <col className="w-[80px]" />
        <col className="w-[200px] max-[1000px]:w-[168px]" />
        <col className="w-[92px] max-[1180px]:hidden" />
        <col className="w-[84px] max-[1180px]:hidden" />
        <col className="w-[48px]" />
      </colgroup>
      <thead>
        <tr className="h-[30px] border-b border-line-subtle text-left text-meta text-subtlest [&>th]:px-2.5 [&>th]:font-medium">
          <th scope="col">{words.columns.name}</th>
          <th scope="col">{words.columns.key}</th>
          <th scope="col">{words.columns.status}</th>
          <th scope="col" className="max-[1000px]:hidden">
            {words.columns.preset}
          </th>
          <th scope="col" className="num">
            {words.columns.limit}
          </th>
          <th scope="col">{words.columns.budget}</th>
          <th scope="col" className="max-[1180px]:hidden">
            {words.columns.lastUsed}
          </th>
          <th scope="col" className="max-[1180px]:hidden">
            {words.columns.created}
          </th>
          <th scope="col">
            <span className="sr-only">{words.columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.keys.map((key) => (
          <tr
            key={key.id}
            data-key-id={key.id}
            onClick={() => props.onMark(key.id)}
            className={`h-9 border-b border-line-subtle hover:bg-hover [&>td]:truncate [&>td]:px-2.5 [&>th]:truncate [&>th]:px-2.5 ${key.id === props.markedId ? "shadow-[inset_2px_0_0_var(--accent)]" : ""} ${key.disabled ? "text-subtle" : ""}`}
          >
            <th scope="row" className="text-left font-semibold" title={scopeOf(key)}>
              {key.name}
            </th>
            <td className="font-mono text-meta text-subtle select-text">{key.prefix}</td>
            <td>
              <KeyStatus subject={key} now={now} />
            </td>
            <td className="max-[1000px]:hidden">{words.presets[key.preset]}</td>
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
              className="text-subtle max-[1180px]:hidden"
              title={key.last_used_at === null ? undefined : exactTime(key.last_used_at)}
            >
              {key.last_used_at === null ? words.never : ago(key.last_used_at, now)}
            </td>
            <td className="text-subtle max-[1180px]:hidden" title={exactTime(key.created_at)}>
              {date(key.created_at, now)}
            </td>
            <td className="!overflow-visible">
              <KeyMenu subject={key} onAct={(action) => props.onAct(key, action)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
