import { NO_TRIAL, type Trial } from "../api/try";
import { remember, remembered } from "../host/remembered";
import { type Draft, newDraft, newId } from "./draft";

// Drafts name keys by their id and hold no secret: nothing here opens anything.

const DRAFT = "playground.draft";
const PRESETS = "playground.presets";
const HISTORY = "playground.history";
export const MOST_RUNS = 100;
/** Browsers give a page about 5 million characters for everything; the draft needs its share. */
const MOST_CHARACTERS = 2_000_000;

export interface SavedPreset {
  name: string;
  draft: Draft;
}

/** What one column of a run came to. */
export type Outcome = Pick<
  Trial,
  | "phase"
  | "text"
  | "reasoning"
  | "calls"
  | "finishReason"
  | "usage"
  | "id"
  | "status"
  | "modelUsed"
  | "fallbackFrom"
  | "firstTokenMs"
  | "lastTokenMs"
  | "durationMs"
  | "credits"
  | "error"
  | "code"
>;

export interface SavedRun {
  id: string;
  at: number;
  draft: Draft;
  /** By the id of the draft's columns. */
  outcomes: Readonly<Record<string, Outcome>>;
  /** Pictures are left out where they would crowd out everything else. */
  withoutPictures?: boolean;
}

export function savedDraft(): Draft {
  const known = read<Partial<Draft>>(DRAFT);
  const fresh = newDraft();
  if (!known || !Array.isArray(known.columns) || known.columns.length === 0 || !Array.isArray(known.turns))
    return fresh;
  // A draft of an earlier version lacks what came since.
  return { ...fresh, ...known };
}

/** False when there was no room. */
export function saveDraft(draft: Draft): boolean {
  return remember(DRAFT, JSON.stringify(draft));
}

export function savedPresets(): SavedPreset[] {
  return read<SavedPreset[]>(PRESETS) ?? [];
}

/** In the order of their names; one of the same name is replaced. */
export function withPreset(presets: readonly SavedPreset[], preset: SavedPreset): SavedPreset[] {
  const others = presets.filter(({ name }) => name !== preset.name);
  return [...others, preset].sort((a, b) => a.name.localeCompare(b.name));
}

export function savePresets(presets: readonly SavedPreset[]): boolean {
  return remember(PRESETS, JSON.stringify(presets));
}

export function savedRuns(): SavedRun[] {
  return read<SavedRun[]>(HISTORY) ?? [];
}

export function saveRuns(runs: readonly SavedRun[]): boolean {
  return remember(HISTORY, JSON.stringify(runs));
}

/** Newest first, and no more than there is room for. */
export function withRun(runs: readonly SavedRun[], run: SavedRun): SavedRun[] {
  let room = MOST_CHARACTERS;
  const kept: SavedRun[] = [];
  for (const each of [lightened(run), ...runs].slice(0, MOST_RUNS)) {
    room -= JSON.stringify(each).length;
    if (room < 0) break;
    kept.push(each);
  }
  return kept;
}

export function runOf(draft: Draft, trials: Readonly<Record<string, Trial>>, at: number): SavedRun {
  const outcomes = Object.entries(trials).map(([column, { events: _, tokens: __, ...outcome }]) => [column, outcome]);
  return { id: newId(), at, draft, outcomes: Object.fromEntries(outcomes) };
}

/** An outcome as a trial again; its events were not kept. */
export function trialOf(outcome: Outcome): Trial {
  return { ...NO_TRIAL, ...outcome };
}

function lightened(run: SavedRun): SavedRun {
  if (JSON.stringify(run.draft).length < MOST_CHARACTERS / 10) return run;
  const turns = run.draft.turns.map((turn) => (turn.role === "user" ? { ...turn, pictures: [] } : turn));
  return { ...run, draft: { ...run.draft, turns }, withoutPictures: true };
}

function read<Value>(name: string): Value | null {
  try {
    return JSON.parse(remembered(name) ?? "null") as Value | null;
  } catch {
    return null;
  }
}
