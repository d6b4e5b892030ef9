import type { Connection } from "../host/connection";
import { ApiError, sentError, Unreachable } from "./error";
import { serverEvents } from "./sse";

/** What is known of a test request so far. */
export interface Trial {
  phase: "waiting" | "streaming" | "done" | "failed";
  text: string;
  id: string | null;
  status: number | null;
  modelUsed: string | null;
  fallbackFrom: string | null;
  firstTokenMs: number | null;
  durationMs: number | null;
  tokens: number | null;
  /** Text as the gateway sent it; null when the price is unknown, undefined until it is told. */
  credits: string | null | undefined;
  error: string | null;
}

export const NO_TRIAL: Trial = {
  phase: "waiting",
  text: "",
  id: null,
  status: null,
  modelUsed: null,
  fallbackFrom: null,
  firstTokenMs: null,
  durationMs: null,
  tokens: null,
  credits: undefined,
  error: null,
};

interface Chunk {
  choices?: { delta?: { content?: string | null } }[];
  usage?: { total_tokens?: number; credits_used?: string | null } | null;
  error?: { message?: string };
}

/** Sends one streamed chat request through the gateway and tells each step of it. */
export async function tryChat(
  connection: Connection,
  ask: { model: string; prompt: string },
  onStep: (trial: Trial) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  let trial = NO_TRIAL;
  const step = (change: Partial<Trial>) => {
    trial = { ...trial, ...change };
    onStep(trial);
  };
  step({});
  try {
    const response = await send(connection, ask, signal);
    const header = (name: string) => response.headers.get(name);
    step({
      status: response.status,
      id: header("x-request-id"),
      modelUsed: header("x-model-used"),
      fallbackFrom: header("x-fallback-from"),
    });
    if (!response.ok || !response.body) throw sentError(response.status, await response.json().catch(() => null));
    for await (const { data } of serverEvents(response.body)) {
      if (data === "[DONE]") break;
      const chunk = JSON.parse(data) as Chunk;
      if (chunk.error) throw new ApiError(response.status, chunk.error);
      const piece = chunk.choices?.[0]?.delta?.content;
      if (piece) {
        step({ phase: "streaming", text: trial.text + piece, firstTokenMs: trial.firstTokenMs ?? elapsed() });
      }
      if (chunk.usage) step({ tokens: chunk.usage.total_tokens ?? null, credits: chunk.usage.credits_used ?? null });
    }
    step({ phase: "done", durationMs: elapsed() });
  } catch (error) {
    if (signal.aborted) return;
    step({ phase: "failed", durationMs: elapsed(), error: error instanceof Error ? error.message : String(error) });
  }
}

async function send(connection: Connection, ask: { model: string; prompt: string }, signal: AbortSignal) {
  const body = {
    model: ask.model,
    messages: [{ role: "user", content: ask.prompt }],
    stream: true,
    stream_options: { include_usage: true },
  };
  try {
    return await fetch(`${connection.adminUrl}/try/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${connection.adminToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    throw signal.aborted ? error : new Unreachable(error);
  }
}
