import { expect, test } from "vitest";
import { serverEvents } from "./sse";

const TEXT =
  ': hello\n\nevent: request.started\ndata: {"a":1}\n\ndata: first\ndata: second\r\n\r\nid: 7\ndata:ä€\r\rdata: [DONE]\n\ndata: cut off';

async function read(chunks: Uint8Array[]): Promise<string[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const events: string[] = [];
  for await (const { event, data } of serverEvents(body)) events.push(`${event}=${data}`);
  return events;
}

test("a stream cut at any byte gives the same events, and half an event is no event", async () => {
  const bytes = new TextEncoder().encode(TEXT);
  const whole = ['request.started={"a":1}', "message=first\nsecond", "message=ä€", "message=[DONE]"];
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(await read([bytes.slice(0, at), bytes.slice(at)]), `cut at ${at}`).toEqual(whole);
  }
  expect(await read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
});
