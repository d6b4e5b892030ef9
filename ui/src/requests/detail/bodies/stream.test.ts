import { expect, test } from "vitest";
import { isEvents, timedEvents } from "./stream";

const TEXT = 'data: {"a":1}\n\n: still there\n\ndata: é\n\ndata: [DONE]\n\n';

test("an event has the time of the piece that completed it, however the network cut them", () => {
  const bytes = new TextEncoder().encode(TEXT).length;
  const pieces = [
    { at_ms: 300, bytes: 5 },
    { at_ms: 320, bytes: 10 },
    { at_ms: 1900, bytes: 26 },
    { at_ms: 1950, bytes: bytes - 41 },
  ];
  expect(timedEvents(TEXT, pieces)).toEqual([
    { event: "message", data: '{"a":1}', at: 320, gap: 320 },
    { event: "message", data: "é", at: 1900, gap: 1580 },
    { event: "message", data: "[DONE]", at: 1950, gap: 50 },
  ]);
});

test("without times there are events all the same", () => {
  expect(timedEvents("data: 1\r\n\r\nevent: error\r\ndata: 2", [])).toEqual([
    { event: "message", data: "1", at: null, gap: null },
    { event: "error", data: "2", at: null, gap: null },
  ]);
});

test("a body of events is told from a body of JSON", () => {
  expect([TEXT, ": hello\n\n", "event: x\n", '{"data":1}', ""].map(isEvents)).toEqual([true, true, true, false, false]);
});
