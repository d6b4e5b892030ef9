import { sentError, Unreachable } from "../../../api/error";
import type { Call } from "../../../connect/snippets";
import type { Connection } from "../../../host/connection";

/** What is known so far of a request that was sent again. */
export interface Replayed {
  phase: "waiting" | "answering" | "done" | "failed" | "stopped";
  id: string | null;
  status: number | null;
  /** The body of the answer, as far as it came. */
  text: string;
  took: number;
  error: string | null;
}

interface Again {
  path: Call["path"];
  body: Record<string, unknown>;
  /** Null: as the window itself. */
  key: string | null;
}

/** Sends a request again through the gateway and tells each step; once `signal` is aborted, nothing more is told. */
export async function replay(
  connection: Connection,
  again: Again,
  onStep: (replayed: Replayed) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  let now: Replayed = { phase: "waiting", id: null, status: null, text: "", took: 0, error: null };
  const step = (change: Partial<Replayed>) => {
    now = { ...now, ...change, took: Math.round(performance.now() - began) };
    if (!signal.aborted) onStep(now);
  };
  step({});
  try {
    const response = await send(connection, again, signal);
    step({ id: response.headers.get("x-request-id"), status: response.status });
    if (!response.ok || !response.body) throw sentError(response.status, await response.json().catch(() => null));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      step({ phase: "answering", text: now.text + read.value });
    }
    step({ phase: "done" });
  } catch (error) {
    step({ phase: "failed", error: error instanceof Error ? error.message : String(error) });
  }
}

async function send(connection: Connection, { path, body, key }: Again, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(`${connection.adminUrl}/try/v1/${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${connection.adminToken}`,
        "content-type": "application/json",
        ...(key === null ? {} : { "x-turnpike-key": key }),
      },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    throw signal.aborted ? error : new Unreachable(error);
  }
}
