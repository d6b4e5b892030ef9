import { SquareFunction } from "lucide-react";
import type { ToolCall } from "../api/answer";
import { strings } from "../strings";
import { readJson } from "./json";

const words = strings.playground;

/** The functions that a model wants called, with what it gave them. */
export function CallList({ calls }: { calls: readonly ToolCall[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {calls.map((call, index) => (
        <li key={call.id || index} className="min-w-0 rounded-control border border-line-subtle bg-canvas px-3 py-2">
          <p className="flex items-center gap-1.5 text-meta text-subtle">
            <SquareFunction size={14} aria-hidden className="shrink-0" />
            {words.calls} <code className="truncate font-mono text-text select-text">{call.name}</code>
          </p>
          <pre className="mt-1 font-mono text-meta whitespace-pre-wrap select-text [overflow-wrap:anywhere]">
            {pretty(call.arguments)}
          </pre>
        </li>
      ))}
    </ul>
  );
}

/** Whole arguments indented; half of them, while they come in, as they are. */
function pretty(text: string): string {
  const { value, fault } = readJson(text);
  return fault ? text : JSON.stringify(value, null, 2);
}
