import type { Connection } from "../host/connection";
import { sentError } from "./error";
import { type ServerEvent, serverEvents } from "./sse";

/** How the stream of events stands. */
export type LiveState =
  | { is: "connecting" }
  | { is: "live" }
  /** Away since `since`; the next try is at `retryAt`. Unix milliseconds. */
  | { is: "away"; since: number; retryAt: number }
  | { is: "refused" };

export interface LiveReader {
  onEvent(event: ServerEvent): void;
  /** On (re)connecting: what happened meanwhile is not told again. */
  onOpen(): void;
  onState(state: LiveState): void;
}

/** The gateway sends a comment every 15 s: silence for longer than two of them is a dead connection. */
const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Keeps one stream of events open until `stop`. `retryNow` cuts a wait short. */
export function openLive(connection: Connection, reader: LiveReader): { stop(): void; retryNow(): void } {
  const ended = new AbortController();
  let wake: () => void = () => undefined;

  async function run() {
    let wait = FIRST_WAIT_MS;
    let awaySince: number | null = null;
    reader.onState({ is: "connecting" });
    while (!ended.signal.aborted) {
      try {
        await readOnce(connection, reader, ended.signal, () => {
          wait = FIRST_WAIT_MS;
          awaySince = null;
        });
      } catch (error) {
        if (isRefusal(error)) return reader.onState({ is: "refused" });
      }
      if (ended.signal.aborted) return;
      awaySince ??= Date.now();
      reader.onState({ is: "away", since: awaySince, retryAt: Date.now() + wait });
      await pause(wait, (now) => {
        wake = now;
      });
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  void run();
  return {
    stop() {
      ended.abort();
      wake();
    },
    retryNow: () => wake(),
  };
}

async function readOnce(connection: Connection, reader: LiveReader, ended: AbortSignal, onOpen: () => void) {
  const cut = new AbortController();
  const end = () => cut.abort();
  ended.addEventListener("abort", end);
  // A page that is left may be kept for going back, and with it its stream: some of those use up all the connections that a
  // browser opens to one host. Who comes back hears again.
  window.addEventListener("pagehide", end);
  let timer = setTimeout(end, SILENCE_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(end, SILENCE_MS);
  };
  try {
    const response = await fetch(`${connection.adminUrl}/events`, {
      headers: { authorization: `Bearer ${connection.adminToken}`, accept: "text/event-stream" },
      signal: cut.signal,
    });
    if (!response.ok || !response.body) throw sentError(response.status, await response.json().catch(() => null));
    onOpen();
    reader.onOpen();
    reader.onState({ is: "live" });
    const body = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, out) {
          heard();
          out.enqueue(chunk);
        },
      }),
      { signal: cut.signal },
    );
    for await (const event of serverEvents(body)) reader.onEvent(event);
  } finally {
    clearTimeout(timer);
    ended.removeEventListener("abort", end);
    window.removeEventListener("pagehide", end);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "status" in error && (error.status === 401 || error.status === 403);
}

function pause(ms: number, onWake: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    onWake(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
