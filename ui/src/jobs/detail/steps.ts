import type { JobStep, StepName } from "../../api/types";
import type { Shape } from "../../parts/Glyph";

/** Steps of a job's way that say the same, one after the other. */
export interface Stretch {
  step: StepName;
  from: JobStep;
  to: JobStep;
  looks: number;
}

const LOOKS: ReadonlySet<StepName> = new Set(["queued", "progress"]);

/** Looks that found nothing new are one line: there may be hundreds. */
export function stretchesOf(events: readonly JobStep[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const event of events) {
    const last = stretches.at(-1);
    const same = last && last.step === event.step && LOOKS.has(event.step) && last.to.message === event.message;
    if (same && last.to.percent === event.percent) {
      last.to = event;
      last.looks += 1;
    } else {
      stretches.push({ step: event.step, from: event, to: event, looks: 1 });
    }
  }
  return stretches;
}

export const MARKS: Record<StepName, { shape: Shape; tone: string }> = {
  submitted: { shape: "dot", tone: "text-info" },
  queued: { shape: "ring", tone: "text-subtle" },
  progress: { shape: "ring", tone: "text-info" },
  look_failed: { shape: "triangle", tone: "text-warning" },
  downloading: { shape: "dot", tone: "text-info" },
  download_failed: { shape: "triangle", tone: "text-warning" },
  cancel_asked: { shape: "slashed", tone: "text-subtle" },
  resumed: { shape: "diamond", tone: "text-info" },
  completed: { shape: "dot", tone: "text-success" },
  failed: { shape: "cross", tone: "text-danger" },
  cancelled: { shape: "slashed", tone: "text-subtle" },
  expired: { shape: "triangle", tone: "text-warning" },
};
