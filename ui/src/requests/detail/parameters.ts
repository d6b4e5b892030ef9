const SHOWN_ELSEWHERE = new Set(["model", "messages", "input", "stream"]);
const MOST_SHOWN = 160;

/** Each parameter in one line: long ones are told by what they hold. */
export function parametersOf(body: Record<string, unknown>): [string, string][] {
  return Object.entries(body)
    .filter(([name]) => !SHOWN_ELSEWHERE.has(name))
    .map(([name, value]) => [name, inBrief(name, value)]);
}

function inBrief(name: string, value: unknown): string {
  if (name === "tools" && Array.isArray(value)) return value.map(toolName).join(", ");
  const json = JSON.stringify(value);
  return json.length > MOST_SHOWN ? `${json.slice(0, MOST_SHOWN)}…` : json;
}

function toolName(tool: unknown): string {
  const { function: named, type } = (tool ?? {}) as { function?: { name?: string }; type?: string };
  return named?.name ?? type ?? "?";
}
