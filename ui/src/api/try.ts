import type { Connection } from "../host/connection";
import { type Answer, add, type Chunk, NO_ANSWER, speaks } from "./answer";
import { ApiError, sentError, Unreachable } from "./error";
import { serverEvents } from "./sse";

/** What the route's first target does instead of being asked. */
export const SIMULATIONS = ["overloaded", "rate_limited", "server_error", "timeout", "slow", "cut"] as const;
export type Simulation = (typeof SIMULATIONS)[number];

/** A chat request from the window. Without a key it is the window's own. */
export interface Ask {
  body: Record<string, unknown>;
  key?: string | null;
  simulate?: Simulation | null;
}

/** One event as it came, and when. */
export interface TrialEvent {
  at: number;
  data: string;
}

/** What is known of a test request so far. */
export interface Trial extends Answer {
  phase: "waiting" | "streaming" | "done" | "failed" | "stopped";
  id: string | null;
  status: number | null;
  modelUsed: string | null;
  fallbackFrom: string | null;
  firstTokenMs: number | null;
  lastTokenMs: number | null;
  durationMs: number | null;
  tokens: number | null;
  /** Text as the gateway sent it; null when the price is unknown, undefined until it is told. */
  credits: string | null | undefined;
  error: string | null;
  code: string | null;
  events: readonly TrialEvent[];
}

export const NO_TRIAL: Trial = {
  ...NO_ANSWER,
  phase: "waiting",
  id: null,
  status: null,
  modelUsed: null,
  fallbackFrom: null,
  firstTokenMs: null,
  lastTokenMs: null,
  durationMs: null,
  tokens: null,
  credits: undefined,
  error: null,
  code: null,
  events: [],
};

/** Sends one streamed chat request through the gateway and tells each step of it. */
export function tryChat(
  connection: Connection,
  { model, prompt }: { model: string; prompt: string },
  onStep: (trial: Trial) => void,
  signal: AbortSignal,
): Promise<void> {
  return runChat(connection, { body: { model, messages: [{ role: "user", content: prompt }] } }, onStep, signal);
}

/** The same with a body of the caller's. Once `signal` is aborted, no more steps are told. */
export async function runChat(
  connection: Connection,
  ask: Ask,
  onStep: (trial: Trial) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  let trial = NO_TRIAL;
  const step = (next: Trial) => {
    trial = next;
    if (!signal.aborted) onStep(trial);
  };
  step(trial);
  try {
    const response = await send(connection, ask, signal);
    step({ ...trial, ...fromHeaders(response) });
    if (!response.ok || !response.body) throw sentError(response.status, await response.json().catch(() => null));
    for await (const { data } of serverEvents(response.body)) {
      if (signal.aborted) return;
      step(hear(trial, data, elapsed()));
      if (trial.phase === "done" || trial.phase === "failed") return;
    }
    throw new Error("The answer broke off: the stream ended before it was complete.");
  } catch (error) {
    step({ ...trial, phase: "failed", durationMs: elapsed(), ...inWords(error, trial.phase) });
  }
}

/** Takes in one event of the stream, `at` so many ms after the request was sent. */
export function hear(trial: Trial, data: string, at: number): Trial {
  const heard = { ...trial, events: [...trial.events, { at, data }] };
  if (data === "[DONE]") return { ...heard, phase: "done", durationMs: at };
  const chunk = read(data);
  if (chunk === null) return { ...heard, phase: "failed", durationMs: at, error: `This is not JSON: ${data}` };
  if (chunk.error) {
    const { message, code } = chunk.error;
    return { ...heard, phase: "failed", durationMs: at, error: message ?? data, code: code ?? null };
  }
  const told: Trial = { ...heard, ...add(heard, chunk) };
  if (chunk.usage) {
    told.tokens = chunk.usage.total_tokens ?? chunk.usage.prompt_tokens + chunk.usage.completion_tokens;
    told.credits = chunk.usage.credits_used ?? null;
  }
  return speaks(chunk)
    ? { ...told, phase: "streaming", firstTokenMs: trial.firstTokenMs ?? at, lastTokenMs: at }
    : told;
}

function read(data: string): Chunk | null {
  try {
    return JSON.parse(data) as Chunk;
  } catch {
    return null;
  }
}

function fromHeaders({ status, headers }: Response): Partial<Trial> {
  const credits = headers.get("x-credits-used");
  return {
    status,
    id: headers.get("x-request-id"),
    modelUsed: headers.get("x-model-used"),
    fallbackFrom: headers.get("x-fallback-from"),
    ...(credits === null ? {} : { credits }),
  };
}

function inWords(error: unknown, phase: Trial["phase"]): Pick<Trial, "error" | "code"> {
  if (error instanceof ApiError) return { error: error.message, code: error.code };
  // What a browser calls a cut connection ("Load failed") tells nobody anything.
  if (phase === "streaming" && error instanceof TypeError)
    return { error: "The connection broke in the middle.", code: null };
  return { error: error instanceof Error ? error.message : String(error), code: null };
}

async function send(connection: Connection, { body, key, simulate }: Ask, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(`${connection.adminUrl}/try/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${connection.adminToken}`,
        "content-type": "application/json",
        ...(key ? { "x-turnpike-key": key } : {}),
        ...(simulate ? { "x-turnpike-simulate": simulate } : {}),
      },
      body: JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } }),
      signal,
    });
  } catch (error) {
    throw signal.aborted ? error : new Unreachable(error);
  }
}
