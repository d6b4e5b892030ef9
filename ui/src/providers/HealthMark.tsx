import { Glyph, type Shape } from "../parts/Glyph";
import { strings } from "../strings";
import { countdown, type Health } from "./health";

const words = strings.providers.health;

const LOOKS: Record<Health, { shape: Shape; tone: string }> = {
  up: { shape: "dot", tone: "text-success" },
  degraded: { shape: "triangle", tone: "text-warning" },
  cooling: { shape: "dashed", tone: "text-warning" },
  down: { shape: "cross", tone: "text-danger" },
  unreadable: { shape: "cross", tone: "text-danger" },
  off: { shape: "slashed", tone: "text-subtle" },
  unknown: { shape: "ring", tone: "text-subtle" },
};

/** How a provider is. `left`: the seconds that something of it still cools. */
export function HealthMark({ health, left }: { health: Health; left: number }) {
  const { shape, tone } = LOOKS[health];
  return (
    <span className={`inline-flex h-[1lh] max-w-full items-center gap-1.5 align-top ${tone}`} title={words.why[health]}>
      <Glyph shape={shape} />
      <span className="truncate tabular-nums">
        {health === "cooling" && left > 0 ? words.cooling(countdown(left)) : words.states[health]}
      </span>
    </span>
  );
}
