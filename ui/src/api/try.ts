import type { Connection } from "../host/connection";
import { type Answer, add, type Chunk, NO_ANSWER, speaks } from "./answer";
import { ApiError, sentError, Unreachable } from "./error";
import { serverEvents } from "./sse";

/** What the route's first target does instead of being asked. */
export const SIMULATIONS = ["overloaded", "rate_limited", "server_error", "timeout", "slow", "cut"] as const;
export type Simulation = (typeof SIMULATIONS)[number];

/** As whom to ask, and what is to go wrong. Without a key it is the window's own. */
interface Manner {
  key?: string | null;
  simulate?: Simulation | null;
}

/** A chat request from the window. */
export interface Ask extends Manner {
  body: Record<string, unknown>;
}

/** Any request from the window to an endpoint of /v1. */
export interface Call extends Manner {
  path: string;
  body: Record<string, unknown> | FormData;
}

/** One event as it came, and when. */
export interface TrialEvent {
  at: number;
  data: string;
}

/** How a request goes, whatever it asks for. */
export interface Course {
  phase: "waiting" | "streaming" | "done" | "failed" | "stopped";
  id: string | null;
  status: number | null;
  modelUsed: string | null;
  fallbackFrom: string | null;
  durationMs: number | null;
  /** Text as the gateway sent it; null when the price is unknown, undefined until it is told. */
  credits: string | null | undefined;
  error: string | null;
  code: string | null;
}

export const NO_COURSE: Course = {
  phase: "waiting",
  id: null,
  status: null,
  modelUsed: null,
  fallbackFrom: null,
  durationMs: null,
  credits: undefined,
  error: null,
  code: null,
};

/** Has the request only been taken? What comes of it is a job's then, and so is what it costs. */
export function isAccepted({ status }: Pick<Course, "status">): boolean {
  return status === 202;
}

/** What is known of a test request so far. */
export interface Trial extends Answer, Course {
  firstTokenMs: number | null;
  lastTokenMs: number | null;
  tokens: number | null;
  events: readonly TrialEvent[];
}

export const NO_TRIAL: Trial = {
  ...NO_ANSWER,
  ...NO_COURSE,
  firstTokenMs: null,
  lastTokenMs: null,
  tokens: null,
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
    const body = { ...ask.body, stream: true, stream_options: { include_usage: true } };
    const response = await send(connection, { ...ask, path: "chat/completions", body }, signal);
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

export function fromHeaders({ status, headers }: Response): Partial<Course> {
  const credits = headers.get("x-credits-used");
  return {
    status,
    id: headers.get("x-request-id"),
    modelUsed: headers.get("x-model-used"),
    fallbackFrom: headers.get("x-fallback-from"),
    ...(credits === null ? {} : { credits }),
  };
}

export function inWords(error: unknown, phase: Course["phase"]): Pick<Course, "error" | "code"> {
  if (error instanceof ApiError) return { error: error.message, code: error.code };
  // What a browser calls a cut connection ("Load failed") tells nobody anything.
  if (phase === "streaming" && error instanceof TypeError)
    return { error: "The connection broke in the middle.", code: null };
  return { error: error instanceof Error ? error.message : String(error), code: null };
}

/** Sends a request as a key whose secret the window does not have. */
export async function send(connection: Connection, call: Call, signal: AbortSignal): Promise<Response> {
  const { path, body, key, simulate } = call;
  const form = body instanceof FormData;
  try {
    return await fetch(`${connection.adminUrl}/try/v1/${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${connection.adminToken}`,
        // What parts a form has and where each ends is the browser's to say.
        ...(form ? {} : { "content-type": "application/json" }),
        ...(key ? { "x-turnpike-key": key } : {}),
        ...(simulate ? { "x-turnpike-simulate": simulate } : {}),
      },
      body: form ? body : JSON.stringify(body),
      signal,
    });
  } catch (error) {
    throw signal.aborted ? error : new Unreachable(error);
  }
}
