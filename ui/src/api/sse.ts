/** One event of a stream. */
export interface ServerEvent {
  event: string;
  data: string;
}

/** Splits a body into events, however the network cut it. Comments and ids are dropped. */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // A lone CR at the end may be half of a CRLF: it waits for its other half.
      const ready = done || !rest.endsWith("\r") ? rest.length : rest.length - 1;
      const text = rest.slice(0, ready).replace(/\r\n?/g, "\n");
      const blocks = text.split("\n\n");
      rest = (blocks.pop() ?? "") + rest.slice(ready);
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    // The reader may leave in the middle: tell the server to stop.
    await reader.cancel().catch(() => undefined);
  }
}

/** One event, of the lines between two empty ones; null where they hold only comments. */
export function parseEvent(block: string): ServerEvent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
  }
  return data.length > 0 ? { event, data: data.join("\n") } : null;
}
