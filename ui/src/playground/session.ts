import { useSyncExternalStore } from "react";
import { NO_TRIAL, runChat, type Simulation, type Trial } from "../api/try";
import type { Connection } from "../host/connection";
import { later } from "../parts/undo";
import { bodyOf } from "./body";
import { type Column, type Draft, type Turn, withAnswer } from "./draft";
import {
  runOf,
  type SavedPreset,
  type SavedRun,
  saveDraft,
  savedDraft,
  savedPresets,
  savedRuns,
  savePresets,
  saveRuns,
  trialOf,
  withPreset,
  withRun,
} from "./saved";

/** What a column was asked, and what came back. */
export interface Given {
  trial: Trial;
  model: string;
  /** The conversation that was sent. */
  turns: readonly Turn[];
  simulate: Simulation | null;
}

export interface State {
  draft: Draft;
  /** By the id of a column. */
  given: Readonly<Record<string, Given>>;
  runs: readonly SavedRun[];
  presets: readonly SavedPreset[];
  /** False when this window's store has no room for the draft, the presets or the history. */
  kept: boolean;
}

/** Screens are drawn at most this often while answers stream in. */
const DRAW_MS = 33;
const SAVE_MS = 300;

/**
 * What goes on in the playground: the draft, the runs, and what is kept of them. It lives as long as the connection,
 * so that looking at another screen neither stops an answer nor loses a word.
 */
export class Session {
  private state: State;
  private readonly readers = new Set<() => void>();
  private readonly running = new Map<string, { stop: AbortController; began: number }>();
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private saving: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly connection: Connection) {
    const [draft, runs] = [savedDraft(), savedRuns()];
    this.state = { draft, given: givenOf(runs, draft), runs, presets: savedPresets(), kept: true };
    window.addEventListener("pagehide", this.save);
  }

  readonly snapshot = (): State => this.state;

  readonly subscribe = (reader: () => void): (() => void) => {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  };

  /** Changes the draft. A change that takes something away says so in `gone`, and can be undone. */
  edit(change: (draft: Draft) => Draft, gone?: string): void {
    const before = this.state.draft;
    const draft = change(before);
    if (draft === before) return;
    this.set({ draft });
    this.saving ??= setTimeout(this.save, SAVE_MS);
    if (gone) {
      undoable(gone, () => {
        this.set({ draft: before });
        this.save();
      });
    }
  }

  /** Asks these columns, or all of them. Does nothing while the draft can not be sent. */
  async run(columns: readonly Column[] = this.state.draft.columns): Promise<void> {
    const { draft } = this.state;
    const { body, problems } = bodyOf(draft);
    if (problems.length > 0) return;
    const trials = await Promise.all(
      columns.map(async (column) => [column.id, await this.ask(column, draft, body)] as const),
    );
    const over = trials.filter((one): one is [string, Trial] => one[1] !== null);
    if (over.length === 0) return;
    this.setRuns(withRun(this.state.runs, runOf(draft, Object.fromEntries(over), Date.now())));
    const [only] = over;
    if (only && draft.columns.length === 1 && only[1].phase === "done") this.take(only[0]);
  }

  stop(columns: readonly Column[] = this.state.draft.columns): void {
    for (const { id } of columns) this.running.get(id)?.stop.abort();
  }

  isRunning(): boolean {
    return this.state.draft.columns.some(({ id }) => isRunning(this.state.given[id]));
  }

  /** Takes the answer of a column as the next turn, unless the conversation went on without it. */
  take(column: string): void {
    const { given, draft } = this.state;
    const from = given[column];
    if (!from || !canTake(from, draft)) return;
    this.edit((now) => withAnswer(now, from.trial));
  }

  /** Goes back to a run of the history, its answers with it. */
  restore(run: SavedRun, gone: string): void {
    for (const { stop } of this.running.values()) stop.abort();
    this.running.clear();
    this.edit(() => run.draft, gone);
    this.set({ given: { ...this.state.given, ...givenOf([run], run.draft) } });
  }

  keepPreset(name: string): void {
    this.setPresets(withPreset(this.state.presets, { name, draft: this.state.draft }));
  }

  deletePreset(name: string, gone: string): void {
    const before = this.state.presets;
    this.setPresets(before.filter((preset) => preset.name !== name));
    undoable(gone, () => this.setPresets(before));
  }

  clearHistory(gone: string): void {
    const before = this.state.runs;
    this.setRuns([]);
    undoable(gone, () => this.setRuns(before));
  }

  /** The end of one column's run; null when another run of that column took its place. */
  private async ask(column: Column, draft: Draft, body: Record<string, unknown>): Promise<Trial | null> {
    this.running.get(column.id)?.stop.abort();
    const own = { stop: new AbortController(), began: performance.now() };
    this.running.set(column.id, own);
    const { key, simulate, turns } = draft;
    let trial = NO_TRIAL;
    const told = (next: Trial) => {
      trial = next;
      this.give(column.id, { trial, model: column.model, turns, simulate });
    };
    const replaced = () => this.running.get(column.id) !== own;
    await new Promise<void>((resolve) => {
      own.stop.signal.addEventListener("abort", () => resolve());
      const ask = { body: { model: column.model, ...body }, key, simulate };
      void runChat(this.connection, ask, told, own.stop.signal).then(resolve);
    });
    if (replaced()) return null;
    this.running.delete(column.id);
    if (own.stop.signal.aborted) {
      told({ ...trial, phase: "stopped", durationMs: Math.round(performance.now() - own.began) });
    }
    return trial;
  }

  private setPresets(presets: readonly SavedPreset[]): void {
    this.set({ presets, kept: savePresets(presets) });
  }

  private setRuns(runs: readonly SavedRun[]): void {
    this.set({ runs, kept: saveRuns(runs) });
  }

  private give(column: string, given: Given): void {
    this.state = { ...this.state, given: { ...this.state.given, [column]: given } };
    this.drawing ??= setTimeout(this.draw, DRAW_MS);
  }

  private set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.draw();
  }

  private readonly draw = () => {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    for (const reader of this.readers) reader();
  };

  private readonly save = () => {
    clearTimeout(this.saving);
    this.saving = undefined;
    const kept = saveDraft(this.state.draft);
    if (kept !== this.state.kept) this.set({ kept });
  };
}

export function isRunning(given: Given | undefined): boolean {
  const phase = given?.trial.phase;
  return phase === "waiting" || phase === "streaming";
}

/** Is there an answer, and is the conversation still the one it answers? */
export function canTake(given: Given, draft: Draft): boolean {
  const { text, calls } = given.trial;
  return given.turns === draft.turns && !isRunning(given) && (text !== "" || calls.length > 0);
}

function undoable(text: string, onUndo: () => void): void {
  later({ id: `playground:${text}`, text, run: async () => undefined, onUndo });
}

/** What the columns of a draft were answered in the newest of these runs that asked them. */
function givenOf(runs: readonly SavedRun[], draft: Draft): State["given"] {
  const given: Record<string, Given> = {};
  for (const { id, model } of draft.columns) {
    const run = runs.find((each) => id in each.outcomes);
    const outcome = run?.outcomes[id];
    if (run && outcome) {
      given[id] = { trial: trialOf(outcome), model, turns: run.draft.turns, simulate: run.draft.simulate };
    }
  }
  return given;
}

const SESSIONS = new WeakMap<Connection, Session>();

export function sessionOf(connection: Connection): Session {
  const known = SESSIONS.get(connection) ?? new Session(connection);
  SESSIONS.set(connection, known);
  return known;
}

export function useSession(connection: Connection): { session: Session; state: State } {
  const session = sessionOf(connection);
  return { session, state: useSyncExternalStore(session.subscribe, session.snapshot) };
}
