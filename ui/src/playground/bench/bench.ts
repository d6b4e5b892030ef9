import { useSyncExternalStore } from "react";
import { NO_REPLY, type Reply, runCall } from "../../api/reply";
import type { Simulation } from "../../api/try";
import { type FilePart, fields } from "../../connect/form";
import type { Connection } from "../../host/connection";
import { remember, remembered } from "../../host/remembered";
import { later } from "../../parts/undo";
import type { Sent } from "../CodeDialog";

/** What every request has to know. */
export interface Basics {
  model: string;
  /** The id of a key; null is the window's own. */
  key: string | null;
  simulate: Simulation | null;
}

/** How a draft becomes a request. */
export interface Trade<Draft extends Basics> {
  /** Under which its draft is kept. */
  name: string;
  fresh: Draft;
  sentOf(draft: Draft): Sent;
  /** The same for the eye, where all of it would be too much to look at; null where it is not. */
  shownOf?(draft: Draft): Sent | null;
  /** The files that go along, in the order that `sentOf` names them. */
  filesOf?(draft: Draft): readonly File[];
  /** Why it can not be sent, in words. */
  problemOf(draft: Draft): string | null;
  /** What of it outlives the page. */
  keptOf?(draft: Draft): Partial<Draft>;
  /** How many earlier runs stay in sight. */
  earlier?: number;
}

/** What was asked, and what came of it. */
export interface Run<Draft> {
  draft: Draft;
  /** When it was sent, by the page's clock. */
  began: number;
  reply: Reply;
}

export interface BenchState<Draft> {
  draft: Draft;
  run: Run<Draft> | null;
  /** Those before it, the newest first. */
  earlier: readonly Run<Draft>[];
}

const DRAW_MS = 33;
const SAVE_MS = 300;

/**
 * A panel that asks one model at a time: its draft and the latest request. It lives as long as the connection, so that
 * looking at another screen neither stops a request nor loses a word.
 */
export class Bench<Draft extends Basics> {
  private state: BenchState<Draft>;
  private readonly readers = new Set<() => void>();
  private stopping: AbortController | null = null;
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private saving: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly trade: Trade<Draft>,
  ) {
    this.state = { draft: { ...trade.fresh, ...saved(trade.name) }, run: null, earlier: [] };
    window.addEventListener("pagehide", this.save);
  }

  readonly snapshot = (): BenchState<Draft> => this.state;

  readonly subscribe = (reader: () => void): (() => void) => {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  };

  edit(change: Partial<Draft>): void {
    this.set({ draft: { ...this.state.draft, ...change } });
    this.saving ??= setTimeout(this.save, SAVE_MS);
  }

  /** Starts over for the same model and as the same key, says so, and can be taken back. */
  clear(gone: string): void {
    const before = this.state;
    this.stop();
    const { model, key } = before.draft;
    this.set({ draft: { ...this.trade.fresh, model, key }, run: null, earlier: [] });
    this.save();
    const onUndo = () => {
      this.set(before);
      this.save();
    };
    later({ id: `playground:${this.trade.name}`, text: gone, run: async () => undefined, onUndo });
  }

  /** Sends the draft, or an earlier one. Does nothing while it can not be sent. */
  async run(draft: Draft = this.state.draft): Promise<void> {
    if (this.trade.problemOf(draft) !== null) return;
    this.stop();
    const { run, earlier } = this.state;
    if (run && isOver(run.reply)) this.set({ earlier: [run, ...earlier].slice(0, this.trade.earlier ?? 0) });
    const stopping = new AbortController();
    this.stopping = stopping;
    const began = performance.now();
    const { path, body, files } = this.trade.sentOf(draft);
    const call = {
      path,
      key: draft.key,
      simulate: draft.simulate,
      body: files ? form(body, files, this.trade.filesOf?.(draft) ?? []) : body,
    };
    let latest = NO_REPLY;
    const told = (reply: Reply) => {
      latest = reply;
      this.state = { ...this.state, run: { draft, began, reply } };
      this.drawing ??= setTimeout(this.draw, DRAW_MS);
    };
    await new Promise<void>((resolve) => {
      stopping.signal.addEventListener("abort", () => resolve());
      void runCall(this.connection, call, told, stopping.signal).then(resolve);
    });
    if (this.stopping !== stopping) return;
    this.stopping = null;
    if (stopping.signal.aborted)
      told({ ...latest, phase: "stopped", durationMs: Math.round(performance.now() - began) });
  }

  stop(): void {
    this.stopping?.abort();
  }

  private set(change: Partial<BenchState<Draft>>): void {
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
    const { draft } = this.state;
    remember(place(this.trade.name), JSON.stringify(this.trade.keptOf?.(draft) ?? draft));
  };
}

export function isOver(reply: Reply): boolean {
  return reply.phase !== "waiting" && reply.phase !== "streaming";
}

function form(body: Record<string, unknown>, parts: readonly FilePart[], files: readonly File[]): FormData {
  const form = new FormData();
  for (const [name, text] of fields(body)) form.append(name, text);
  // Last: what is wrong with a field is told before all of a long file has gone over.
  for (const [at, file] of files.entries()) form.append(parts[at]?.field ?? "file", file, file.name);
  return form;
}

function saved<Draft>(name: string): Partial<Draft> {
  try {
    const known: unknown = JSON.parse(remembered(place(name)) ?? "{}");
    return typeof known === "object" && known !== null ? (known as Partial<Draft>) : {};
  } catch {
    return {};
  }
}

function place(name: string): string {
  return `playground.${name}`;
}

const BENCHES = new WeakMap<Connection, Map<string, unknown>>();

/** The bench of this trade, the same for as long as the connection lasts. */
export function benchOf<Draft extends Basics>(connection: Connection, trade: Trade<Draft>): Bench<Draft> {
  const all = BENCHES.get(connection) ?? new Map<string, unknown>();
  BENCHES.set(connection, all);
  const bench = (all.get(trade.name) as Bench<Draft> | undefined) ?? new Bench(connection, trade);
  all.set(trade.name, bench);
  return bench;
}

export function useBench<Draft extends Basics>(connection: Connection, trade: Trade<Draft>) {
  const bench = benchOf(connection, trade);
  return { bench, state: useSyncExternalStore(bench.subscribe, bench.snapshot) };
}
