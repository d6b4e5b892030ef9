import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import { keysQuery } from "../api/queries";
import type { Key } from "../api/types";
import { Choice } from "../parts/Choice";
import { strings } from "../strings";

const words = strings.playground;
const WINDOW = "window";

/** As whom to ask. A key's own limits, budget and models hold then. */
export function KeyChoice({ value, onChange }: { value: string | null; onChange: (key: string | null) => void }) {
  const { client } = useGateway();
  const keys = useQuery(keysQuery(client)).data ?? [];
  const gone = value !== null && !keys.some(({ id }) => id === value) ? [{ value, label: words.keyGone }] : [];
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span id="playground-key" className="shrink-0 text-meta text-subtle">
        {words.asKey}
      </span>
      <Choice
        labelledBy="playground-key"
        className="max-w-48"
        value={value ?? WINDOW}
        onChange={(key) => onChange(key === WINDOW ? null : key)}
        options={[
          { value: WINDOW, label: words.windowKey },
          ...keys.map((key) => ({ value: key.id, label: key.name, ...hintOf(key) })),
          ...gone,
        ]}
      />
    </span>
  );
}

function hintOf(key: Key): { hint?: string } {
  if (key.disabled) return { hint: words.keyOff };
  return key.expires_at !== null && key.expires_at < Date.now() ? { hint: words.keyExpired } : {};
}
