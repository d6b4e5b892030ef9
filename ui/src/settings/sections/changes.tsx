import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGateway } from "../../api/gateway";
import type { SettingChange } from "../../api/types";
import { ago, exactTime, useNow } from "../../format/time";
import { Button } from "../../parts/Button";
import { strings } from "../../strings";
import { changesQuery, useRevert } from "../queries";
import type { Section } from "../rows";

const words = strings.settings.changes;
const FEW = 8;

function Changes() {
  const { client } = useGateway();
  const { data: changes = [], error } = useQuery(changesQuery(client));
  const [all, setAll] = useState(false);
  const now = useNow();
  const revert = useRevert();
  const trouble = error ?? revert.error;
  return (
    <div className="col-span-2 mt-2 flex flex-col gap-2">
      {trouble && (
        <p role="alert" className="text-danger text-meta">
          {trouble.message}
        </p>
      )}
      {changes.length === 0 && !trouble && <p className="text-meta text-subtle">{words.none}</p>}
      <ul>
        {changes.slice(0, all ? undefined : FEW).map((change) => (
          <li key={change.id} className="flex items-center gap-3 border-b border-line-subtle py-1.5 last:border-b-0">
            <span className="min-w-0 flex-1">
              {nameOf(change)}
              <span className="block text-meta text-subtle [overflow-wrap:anywhere]">
                <span className="line-through">{shown(change.before)}</span> → {shown(change.after)}
              </span>
            </span>
            <time className="shrink-0 text-meta text-subtlest" title={exactTime(change.at)}>
              {ago(change.at, now)}
            </time>
            <Button
              disabled={revert.isPending}
              onClick={() => revert.mutate(change.id)}
              aria-label={words.revertLabel(nameOf(change))}
            >
              {words.revert}
            </Button>
          </li>
        ))}
      </ul>
      {changes.length > FEW && !all && (
        <Button look="quiet" className="self-start" onClick={() => setAll(true)}>
          {words.showAll(changes.length)}
        </Button>
      )}
    </div>
  );
}

function nameOf({ name }: SettingChange): string {
  return words.names[name] ?? name;
}

/** A value as short as it can be told. */
function shown(value: unknown): string {
  if (value === null) return words.usual;
  if (typeof value === "boolean") return value ? words.on : words.off;
  if (Array.isArray(value)) return value.length === 0 ? words.empty : value.join(", ");
  if (typeof value === "object" && "count" in value && "per_seconds" in value) {
    return words.perAddress(String(value.count), String(value.per_seconds));
  }
  return String(value);
}

export const changes: Section = {
  id: "changes",
  title: words.title,
  rows: [{ id: "changes", ...words.rows.list, Control: Changes }],
};
