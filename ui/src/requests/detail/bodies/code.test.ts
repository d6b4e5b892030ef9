import { expect, test } from "vitest";
import type { Bodies, RequestDetail } from "../../../api/types";
import { aDetail } from "../../../test/records";
import { codeOf, sentBody } from "./code";

const BASE = "http://127.0.0.1:4180/v1";
const BODY = { model: "chat", messages: [{ role: "user", content: "What was really asked" }] };

function sent(request: string, change: Partial<Bodies> = {}, detail: Partial<RequestDetail> = {}): RequestDetail {
  const headers = { request_headers: [{ name: "authorization", value: "redacted" }], response_headers: [] };
  const bodies = { request, request_truncated: false, response: "", response_truncated: false, pieces: [], ...headers };
  return { ...aDetail(), ...detail, bodies: { ...bodies, ...change } };
}

test("the code makes the call that was made, with the key from the environment", () => {
  const code = codeOf("curl", sent(JSON.stringify(BODY)), BASE);
  expect(code).toContain(`curl ${BASE}/chat/completions`);
  expect(code).toContain("What was really asked");
  expect(code).toContain("Bearer $OPENAI_API_KEY");
});

test("without its body, the code asks the same model for an example", () => {
  const gone: RequestDetail = { ...aDetail({ stream: true }), bodies: null };
  expect(codeOf("python", gone, BASE)).toMatch(/model="chat",.*"Hello".*stream=True/s);
  expect(codeOf("node", { ...gone, endpoint: "embeddings" }, BASE)).toContain("client.embeddings.create");
});

test("half a body, or one that is no JSON object, can not be sent again", () => {
  const whole = JSON.stringify(BODY);
  expect(sentBody(sent(whole))).toEqual(BODY);
  const picture = JSON.stringify({ ...BODY, image: "data:image/png;base64,AAAA… (3145664 bytes not kept)" });
  const halves = [sent(whole, { request_truncated: true }), sent(whole.slice(1)), sent("[]"), sent(picture)];
  expect(halves.map(sentBody)).toEqual([null, null, null, null]);
});
