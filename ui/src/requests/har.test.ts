import { expect, test } from "vitest";
import { aDetail } from "../test/records";
import { harOf } from "./har";

const GATEWAY = { api: "http://127.0.0.1:4180/v1", version: "0.1.0" };

test("a request is an entry with its times, and with its bodies as far as they were kept", () => {
  const json = [{ name: "Content-Type", value: "application/json" }];
  const bodies = {
    request: '{"model":"é"}',
    request_headers: json,
    request_truncated: false,
    response: "data: [DONE]\n\n",
    response_headers: [],
    response_truncated: false,
    pieces: [],
  };
  const har = harOf([aDetail({ bodies }), aDetail({ status: 429, duration_ms: 3, first_token_ms: null })], GATEWAY);
  expect(har).toMatchObject({
    log: {
      version: "1.2",
      creator: { name: "Turnpike", version: "0.1.0" },
      entries: [
        {
          startedDateTime: "2026-11-23T12:00:00.000Z",
          time: 2910,
          timings: { send: 0, wait: 380, receive: 2530 },
          request: {
            method: "POST",
            url: "http://127.0.0.1:4180/v1/chat/completions",
            headers: json,
            bodySize: 14,
            postData: { mimeType: "application/json", text: '{"model":"é"}' },
          },
          response: { status: 200, content: { mimeType: "text/event-stream", text: "data: [DONE]\n\n" } },
          _credits: "0.218400",
        },
        { time: 3, timings: { wait: 3, receive: 0 }, request: { bodySize: -1 }, response: { status: 429 } },
      ],
    },
  });
  expect(JSON.stringify(har)).not.toContain('"postData":null');
});
