import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../../App";
import type { Bodies, RequestDetail } from "../../api/types";
import { ScriptedGateway } from "../../test/gateway";
import { aDetail, aKey, aModel } from "../../test/records";

// Whole screens are drawn and checked for accessibility: that takes its time where much else runs.
vi.setConfig({ testTimeout: 20_000 });

let gateway: ScriptedGateway;
const ID = aDetail().id;
const OTHER = ID.replace(/1$/, "2");

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.models = [aModel({ id: "chat" }), aModel({ id: "backup" })];
});
afterEach(() => vi.unstubAllGlobals());

const prompt = { model: "chat", messages: [{ role: "user", content: "Hello?" }], temperature: 0.2 };
const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

function kept(change: Partial<Bodies> = {}): Bodies {
  return {
    request: JSON.stringify(prompt),
    request_truncated: false,
    response: `${chunk("Hel")}${chunk("lo.")}data: [DONE]\n\n`,
    response_truncated: false,
    request_headers: [{ name: "authorization", value: "redacted" }],
    response_headers: [{ name: "content-type", value: "text/event-stream" }],
    pieces: [
      { at_ms: 300, bytes: chunk("Hel").length },
      { at_ms: 2400, bytes: chunk("lo.").length + 14 },
    ],
    ...change,
  };
}

async function open(change: Partial<RequestDetail>, tab = "summary", query = "") {
  const detail = { ...aDetail(), bodies: null, ...change };
  gateway.details.set(detail.id, detail);
  gateway.rows = [detail];
  window.location.hash = `/requests?id=${detail.id}&tab=${tab}${query}`;
  const { container } = render(<App />);
  const peek = await screen.findByRole("complementary", { name: "Request" });
  await waitFor(() => expect(gateway.listening).toBe(true));
  return { peek: within(peek), container, user: userEvent.setup() };
}

async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test("the files that a request used lead to them", async () => {
  const { peek } = await open({ files: ["file-1"] });
  const link = await peek.findByRole("link", { name: "file-1" });
  expect(link.getAttribute("href")).toContain("/files?id=file-1");
});

test("a request for a film leads to its job, and says when that failed", async () => {
  const error = { message: "It broke.", type: "server_error", param: null, code: "job_lost" };
  const { peek, container } = await open({ endpoint: "videos", status: 202, error, state: "released" });
  await peek.findByText("failed: job_lost");
  const link = await peek.findByRole("link", { name: "Open in Jobs" });
  expect(link.getAttribute("href")).toBe(`/#/jobs?q=${ID}`);
  expect(peek.getByTestId("explanation").textContent).toContain("The provider does not know this job any more.");
  await expectAccessible(container);
});

test("a failure is explained in a sentence, with the button that mends it", async () => {
  const volumes: string[] = [];
  gateway.on("GET /requests/volume", ({ query }) => {
    const filter = query.get("filter") ?? "";
    volumes.push(filter);
    return { matched: filter.includes("status:429") ? 4 : 9, total: 100, buckets: [], from: 0, to: 1, bucket_ms: 1 };
  });
  gateway.keys = [aKey({ name: "ci" })];
  const message = "Rate limit reached for key 'ci': limit 60 requests per minute. Please try again in 3s.";
  const error = { message, type: "requests", param: null, code: "rate_limit_exceeded" };
  const { peek, container, user } = await open({ status: 429, error, attempts: [], key_name: "ci", state: "released" });
  const sentence = await peek.findByTestId("explanation");
  expect(sentence.textContent).toContain("The key ci had used up its 60 requests a minute");
  await waitFor(() => expect(sentence.textContent).toContain("4 of its 9 requests of that minute were refused."));
  expect(volumes).toContain("key:k1 status:429");
  await expectAccessible(container);
  await user.click(peek.getByRole("button", { name: "Raise the limit" }));
  await screen.findByRole("dialog", { name: /ci/ });
  expect(window.location.hash).toBe("#/keys?edit=k1");
});

test("a fallback that had to help leads to the route that it is in", async () => {
  const attempt = { provider: "acme", upstream: "x", message: null };
  const attempts = [
    { ...attempt, model: "chat", outcome: "failed", failure: "timeout", status: null, started_ms: 0, ended_ms: 2000 },
    { ...attempt, model: "backup", outcome: "served", failure: null, status: 200, started_ms: 2000, ended_ms: 2900 },
  ] as const;
  const { peek, user } = await open({ attempts: [...attempts], model_used: "backup", fallback_depth: 1 });
  await peek.findByText("chat did not answer in 2.00 s. backup took over after 2.00 s and served it.");
  await user.click(peek.getByRole("button", { name: "Change the order" }));
  await screen.findByRole("dialog", { name: /chat/ });
});

test("a conversation shows the prompt and the answer, put together from its stream", async () => {
  const messages = [
    { role: "user", content: [{ type: "image_url", image_url: { url: "https://elsewhere.example/cat.png" } }] },
    { role: "assistant", tool_calls: [{ id: "c1", function: { name: "look", arguments: '{"at":1}' } }] },
  ];
  const bodies = kept({ request: JSON.stringify({ ...prompt, messages }) });
  const { peek, container } = await open({ bodies, captured: true }, "conversation");
  await peek.findByText("Hello.");
  peek.getByRole("link", { name: "https://elsewhere.example/cat.png" });
  peek.getByRole("tree", { name: "Arguments of look" });
  expect(container.querySelectorAll("img"), "nothing is fetched from elsewhere").toHaveLength(0);
  await expectAccessible(container);
});

test("a stream lists its events with their gaps, and marks the long ones", async () => {
  const { peek, container } = await open({ bodies: kept(), captured: true }, "stream");
  const rows = (await peek.findAllByRole("row")).slice(1).map((row) => row.textContent);
  expect(rows).toEqual(['300 ms300 ms"Hel"', '2.40 s2.10 s"lo."', "2.40 s<1 ms[DONE]"]);
  peek.getByText(/1 gap over 1.00 s/);
  await expectAccessible(container);
});

test("a body can be seen as a tree, as it went, and with its headers", async () => {
  const { peek, container, user } = await open({ bodies: kept(), captured: true }, "request");
  await peek.findByRole("tree", { name: "Request" });
  await user.click(peek.getByRole("button", { name: "Headers" }));
  peek.getByText("redacted");
  await user.click(peek.getByRole("button", { name: "Raw" }));
  peek.getByText(JSON.stringify(prompt));
  await expectAccessible(container);
});

test("a large body is drawn only when asked for", async () => {
  const response = JSON.stringify({ text: "x".repeat(4_200_000) });
  const { peek, user } = await open({ bodies: kept({ response }), captured: true }, "response");
  await user.click(await peek.findByRole("button", { name: "Show 4.2 MB" }));
  await peek.findByRole("tree", { name: "Response" });
});

test("where bodies were not kept, one click keeps them from now on", async () => {
  gateway.on("PATCH /settings", () => ({}));
  const { peek, user } = await open({}, "request");
  await user.click(await peek.findByRole("button", { name: "Keep bodies from now on" }));
  await peek.findByText("Bodies are kept from now on.");
  expect(gateway.calls.find(({ method }) => method === "PATCH")).toMatchObject({
    path: "/settings",
    body: { capture: "all" },
  });
});

test("a key with a choice of its own is what that click changes", async () => {
  gateway.keys = [aKey({ capture: "off" })];
  const { peek, user } = await open({}, "conversation");
  await user.click(await peek.findByRole("button", { name: "Keep bodies from now on" }));
  await waitFor(() => expect(gateway.keys[0]?.capture).toBe("all"));
});

test("what went to a provider is shown attempt by attempt", async () => {
  const headers = { request_headers: [], response_headers: [], request_truncated: false, response_truncated: false };
  const call = { method: "POST", url: "https://acme.example/v1/chat/completions", status: 503, ...headers };
  gateway.on("GET /requests/{id}/exchanges", () => ({
    data: [{ position: 0, ...call, request: '{"model":"chat-1"}', response: "busy" }],
  }));
  const { peek, container } = await open({ bodies: kept(), captured: true }, "upstream");
  await peek.findByText(/POST https:\/\/acme.example/);
  peek.getByText("Attempt 1");
  peek.getByText("busy");
  await expectAccessible(container);
});

test("a note is saved when its field is left, and says so", async () => {
  const notes: unknown[] = [];
  gateway.on("PATCH /requests/{id}", ({ body }) => {
    notes.push(body);
    return { ...aDetail(), ...(body as object) };
  });
  const { peek, user } = await open({});
  await user.type(await peek.findByRole("textbox", { name: "Note" }), " Look again ");
  await user.tab();
  await peek.findByText("Saved");
  expect(notes).toEqual([{ note: "Look again" }]);
});

test("a running request counts, can be stopped, and completes in place", async () => {
  gateway.on("POST /requests/{id}/stop", () => new Response(null, { status: 202 }));
  const running = { state: "running", status: 0, usage: null, started_at: Date.now() - 5_000 } as const;
  const { peek, user } = await open(running);
  const took = await peek.findByTestId("took");
  expect(took.textContent).toMatch(/^\d+\.\d+ s$/);
  await user.click(peek.getByRole("button", { name: "Stop" }));
  await waitFor(() => expect(gateway.calls.some(({ path }) => path === `/requests/${ID}/stop`)).toBe(true));
  const done = { ...aDetail(), bodies: null };
  gateway.details.set(ID, done);
  gateway.emit("request.finished", done);
  await peek.findByRole("tab", { name: "Timeline" });
});

test("a kept request is sent again with another model, and its answer is shown", async () => {
  gateway.stream = [JSON.stringify({ choices: [{ index: 0, delta: { content: "Again." } }] }), "[DONE]"];
  gateway.streamHeaders = { "x-request-id": OTHER };
  const { peek, user } = await open({ bodies: kept(), captured: true });
  await user.click(await peek.findByRole("button", { name: "What to do with this request" }));
  await user.click(await screen.findByRole("menuitem", { name: /Replay/ }));
  const dialog = within(await screen.findByRole("dialog", { name: "Replay" }));
  await user.click(dialog.getByRole("combobox", { name: "Model" }));
  await user.click(await screen.findByRole("option", { name: /backup/ }));
  await user.click(dialog.getByRole("button", { name: "Send again" }));
  await dialog.findByText("Again.");
  expect(gateway.calls.find(({ path }) => path.startsWith("/try"))?.body).toEqual({ ...prompt, model: "backup" });
  expect(dialog.getByRole("link", { name: "Open request" }).getAttribute("href")).toContain(OTHER);
});

test("without its body a request can not be sent again", async () => {
  const { peek, user } = await open({});
  await user.click(await peek.findByRole("button", { name: "What to do with this request" }));
  const replay = await screen.findByRole("menuitem", { name: /Replay/ });
  expect(replay.getAttribute("aria-disabled")).toBe("true");
});

test("two requests are compared, and what differs is marked", async () => {
  const both = { pinned: false, note: null, captured: true };
  const other = JSON.stringify({ ...prompt, temperature: 0.9 });
  gateway.details.set(ID, { ...aDetail(), ...both, bodies: kept() });
  gateway.details.set(OTHER, {
    ...aDetail({ id: OTHER, duration_ms: 5820 }),
    ...both,
    bodies: kept({ request: other }),
  });
  window.location.hash = `/requests?compare=${ID},${OTHER}`;
  const { container } = render(<App />);
  const total = await screen.findByRole("row", { name: /Total/ });
  expect(total.textContent).toContain("+100 %");
  screen.getByRole("row", { name: /temperature.*differs.*0\.2.*0\.9/ });
  expect(screen.getAllByText("The same in both.")).toHaveLength(2);
  await expectAccessible(container);
});
