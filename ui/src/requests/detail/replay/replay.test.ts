import { afterEach, expect, test, vi } from "vitest";
import { type Replayed, replay } from "./replay";

const connection = { adminUrl: "http://127.0.0.1:1/admin", adminToken: "right" };
const again = { path: "chat/completions" as const, body: { model: "chat" }, key: "k1" };

afterEach(() => vi.unstubAllGlobals());

async function replayed(answer: (request: Request) => Response, key: string | null = "k1") {
  const steps: Replayed[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => answer(new Request(url, init)));
  await replay(connection, { ...again, key }, (step) => steps.push(step), new AbortController().signal);
  return steps;
}

test("a request is sent again as the chosen key, and its answer is told piece by piece", async () => {
  const seen: Request[] = [];
  const body = new ReadableStream({
    start(out) {
      for (const piece of ["data: 1\n\n", "data: [DONE]\n\n"]) out.enqueue(new TextEncoder().encode(piece));
      out.close();
    },
  });
  const steps = await replayed((request) => {
    seen.push(request);
    return new Response(body, { headers: { "x-request-id": "r2" } });
  });
  expect(seen[0]?.url).toBe("http://127.0.0.1:1/admin/try/v1/chat/completions");
  expect(seen[0]?.headers.get("x-turnpike-key")).toBe("k1");
  expect(await seen[0]?.json()).toEqual({ model: "chat" });
  expect(steps.map(({ phase, text }) => [phase, text])).toEqual([
    ["waiting", ""],
    ["waiting", ""],
    ["answering", "data: 1\n\n"],
    ["answering", "data: 1\n\ndata: [DONE]\n\n"],
    ["done", "data: 1\n\ndata: [DONE]\n\n"],
  ]);
  expect(steps.at(-1)).toMatchObject({ id: "r2", status: 200, error: null });
});

test("as the window itself it names no key", async () => {
  const seen: Request[] = [];
  await replayed((request) => {
    seen.push(request);
    return new Response("{}");
  }, null);
  expect(seen[0]?.headers.has("x-turnpike-key")).toBe(false);
});

test("a refusal keeps its status, its id and the gateway's words", async () => {
  const error = { message: "Rate limit reached.", type: "requests", param: null, code: "rate_limit_exceeded" };
  const steps = await replayed(
    () => new Response(JSON.stringify({ error }), { status: 429, headers: { "x-request-id": "r3" } }),
  );
  expect(steps.at(-1)).toMatchObject({ phase: "failed", status: 429, id: "r3", error: "Rate limit reached." });
});
