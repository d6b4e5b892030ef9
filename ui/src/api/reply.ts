import type { Connection } from "../host/connection";
import { sentError } from "./error";
import { serverEvents } from "./sse";
import { type Call, type Course, fromHeaders, inWords, NO_COURSE, send } from "./try";

/** What is known of a request whose answer is bytes, or events: sound, a transcript, vectors, images. */
export interface Reply extends Course {
  /** When the first bytes came. */
  firstByteMs: number | null;
  /** How many have come. */
  received: number;
  /** Of what sort they are, as the gateway says. */
  type: string;
  /** All of them, once they are there. */
  bytes: Uint8Array<ArrayBuffer> | null;
  /** The events so far, of an answer that is a stream of them; it has no bytes. */
  events: readonly ReplyEvent[];
}

export type ReplyEvent = Readonly<Record<string, unknown>>;

export const NO_REPLY: Reply = { ...NO_COURSE, firstByteMs: null, received: 0, type: "", bytes: null, events: [] };

/** Sends a request through the gateway and tells each step of it. Once `signal` is aborted, no more steps are told. */
export async function runCall(
  connection: Connection,
  call: Call,
  onStep: (reply: Reply) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  let reply = NO_REPLY;
  const step = (change: Partial<Reply>) => {
    reply = { ...reply, ...change };
    if (!signal.aborted) onStep(reply);
  };
  step({});
  try {
    const response = await send(connection, call, signal);
    step({ ...fromHeaders(response), type: response.headers.get("content-type") ?? "" });
    if (!response.ok || !response.body) throw sentError(response.status, await response.json().catch(() => null));
    if (reply.type.startsWith("text/event-stream")) {
      for await (const { data } of serverEvents(response.body)) {
        if (signal.aborted) return;
        const event = JSON.parse(data) as ReplyEvent;
        if (event.error) throw sentError(response.status, event);
        const received = reply.received + data.length;
        const events = [...reply.events, event];
        step({ phase: "streaming", firstByteMs: reply.firstByteMs ?? elapsed(), received, events });
      }
      return step({ phase: "done", durationMs: elapsed() });
    }
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (signal.aborted) return;
      pieces.push(piece.value);
      const received = reply.received + piece.value.length;
      step({ phase: "streaming", firstByteMs: reply.firstByteMs ?? elapsed(), received });
    }
    step({ phase: "done", durationMs: elapsed(), bytes: joined(pieces, reply.received) });
  } catch (error) {
    step({ phase: "failed", durationMs: elapsed(), ...inWords(error, reply.phase) });
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
