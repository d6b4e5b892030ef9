import type { Job, JobState } from "../api/types";
import type { Shape } from "../parts/Glyph";

interface Look {
  shape: Shape;
  /** Of the pill. */
  tone: string;
}

const UNDER_WAY = { shape: "dashed", tone: "bg-info-soft text-info" } as const;

/** Colour and shape of a state; its word stands beside them. */
export const LOOKS: Record<JobState, Look> = {
  submitting: { shape: "dashed", tone: "bg-active text-subtle" },
  queued: { shape: "ring", tone: "bg-active text-subtle" },
  processing: UNDER_WAY,
  downloading: UNDER_WAY,
  completed: { shape: "dot", tone: "bg-success-soft text-success" },
  failed: { shape: "cross", tone: "bg-danger-soft text-danger" },
  cancelled: { shape: "slashed", tone: "bg-active text-subtle" },
  expired: { shape: "triangle", tone: "bg-warning-soft text-warning" },
};

const ACTIVE: ReadonlySet<JobState> = new Set(["submitting", "queued", "processing", "downloading"]);

/** Can it still change? */
export function isActive({ state }: Pick<Job, "state">): boolean {
  return ACTIVE.has(state);
}

/** An estimate never says that it is over. */
const MOST_ESTIMATED = 95;

/** How far it is, of a hundred: as its provider says, or else by how long others took. */
export function progressOf(job: Job, now: number): { percent: number; known: boolean } | null {
  if (job.progress !== null) return { percent: job.progress, known: true };
  if (job.expected_ms === null || job.started_at === null) return null;
  const share = ((now - job.started_at) / job.expected_ms) * 100;
  return { percent: Math.round(Math.max(0, Math.min(MOST_ESTIMATED, share))), known: false };
}
