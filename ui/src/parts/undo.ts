import { useSyncExternalStore } from "react";
import { strings } from "../strings";

/** What is shown at the foot of the window for a while. */
export interface Toast {
  /** What it is about, as `key:k1`; one toast for each. */
  id: string;
  text: string;
  undo: (() => void) | undefined;
}

interface Later extends Toast {
  run: (() => Promise<unknown>) | undefined;
  timer: Countdown;
}

const UNDO_MS = 10_000;
const READ_MS = 4_000;

let all: readonly Later[] = [];
/** Being done: no longer to be taken back, not yet told by the gateway. */
const running = new Set<string>();
const readers = new Set<() => void>();

/**
 * Shows an action as done at once and does it when nobody has taken it back for ten seconds, or when the page goes.
 * What it is about counts as gone meanwhile (`isPending`), so that lists leave it out.
 */
export function useUndo() {
  const toasts = useToasts();
  const isPending = (id: string) =>
    running.has(id) || toasts.some((toast) => toast.id === id && toast.undo !== undefined);
  return { later, isPending };
}

export function later(action: { id: string; text: string; run: () => Promise<unknown>; onUndo?: () => void }): void {
  const { id, text, run, onUndo } = action;
  settle(id);
  const undo = () => {
    drop(id);
    onUndo?.();
  };
  add({ id, text, run, undo, timer: countdown(UNDO_MS, () => settle(id)) });
}

/** Says something that needs no answer. */
export function tell(text: string): void {
  drop(text);
  add({ id: text, text, run: undefined, undo: undefined, timer: countdown(READ_MS, () => drop(text)) });
}

/** Takes back what was done last; false when there is nothing to take back. */
export function undoLast(): boolean {
  const last = all.findLast((toast) => toast.undo !== undefined);
  last?.undo?.();
  return last !== undefined;
}

/** Closes a toast: what it was to do is done now. */
export function settle(id: string): void {
  const run = all.find((each) => each.id === id)?.run;
  const text = all.find((each) => each.id === id)?.text ?? "";
  if (run) running.add(id);
  drop(id);
  if (!run) return;
  const end = () => {
    running.delete(id);
    change([...all]);
  };
  run().then(end, (error) => {
    end();
    tell(strings.undo.failed(text, error instanceof Error ? error.message : String(error)));
  });
}

/** While somebody looks at the toasts, or has the focus in one, none of them goes. */
export function holdToasts(hold: boolean): void {
  for (const { timer } of all) hold ? timer.stop() : timer.start();
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => all,
  );
}

window.addEventListener("pagehide", () => {
  for (const { id } of all) settle(id);
});

function add(toast: Later): void {
  change([...all, toast]);
}

function drop(id: string): void {
  all.find((each) => each.id === id)?.timer.stop();
  change(all.filter((each) => each.id !== id));
}

function change(to: readonly Later[]): void {
  all = to;
  for (const reader of readers) reader();
}

type Countdown = { start(): void; stop(): void };

/** Starts again from the beginning each time: who looked needs the time once more. */
function countdown(ms: number, done: () => void): Countdown {
  let timer = setTimeout(done, ms);
  return {
    start() {
      clearTimeout(timer);
      timer = setTimeout(done, ms);
    },
    stop: () => clearTimeout(timer),
  };
}
