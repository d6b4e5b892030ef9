import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import type { RequestDetail } from "../api/types";
import { ScriptedGateway } from "../test/gateway";
import { aDetail, aFile, aKey, aModel, aProvider } from "../test/records";

let gateway: ScriptedGateway;

// Whole conversations are typed here, key by key.
vi.setConfig({ testTimeout: 30_000 });

const said = (content: string) => JSON.stringify({ choices: [{ delta: { content } }] });
const ended = (finish_reason = "stop") => JSON.stringify({ choices: [{ delta: {}, finish_reason }] });
const USAGE = JSON.stringify({
  choices: [],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18, credits_used: "0.001650" },
});
const HELLO = [said("Hello "), said("**there**."), ended(), USAGE, "[DONE]"];

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.stream = HELLO;
  gateway.streamHeaders = { "x-request-id": "r1", "x-model-used": "sandbox-chat" };
  gateway.details.set("r1", aDetail({ id: "r1" }));
  gateway.providers = [aProvider({ id: "sandbox", vendor: "sandbox", label: "Sandbox" })];
});
afterEach(() => {
  // What a session has yet to save would otherwise be the next test's draft.
  window.dispatchEvent(new Event("pagehide"));
  vi.unstubAllGlobals();
});

async function open(route = "/playground") {
  window.location.hash = route;
  const view = render(<App />);
  await screen.findByRole("heading", { level: 1, name: "Playground" });
  await waitFor(() => expect(gateway.listening).toBe(true));
  return { ...view, user: userEvent.setup() };
}

const message = (n: number, role = "User") =>
  screen.findByLabelText<HTMLTextAreaElement>(`${role} message ${n}`, { selector: "textarea" });
const column = (n: number) => within(screen.getAllByTestId("column")[n - 1] as HTMLElement);
const sent = () => gateway.calls.filter((call) => call.path.startsWith("/try/")).map((call) => call.body);

/** Contrast needs a real screen; everything else is checked here. */
async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

test("an example is asked with one click; its answer becomes the next turn and the conversation goes on", async () => {
  const { user, container } = await open();
  await user.click(await screen.findByRole("button", { name: /haiku/ }));
  await column(1).findByText("there", { selector: "strong" });
  await column(1).findByText("200 stop");
  column(1).getByText("11 in · 7 out");
  column(1).getByText("0.0017 credits");
  expect(column(1).getByRole("link", { name: "Open in Requests" }).getAttribute("href")).toContain("id=r1");
  expect((await message(2, "Assistant")).value).toBe("Hello **there**.");
  await waitFor(async () => expect(document.activeElement).toBe(await message(3)));
  await user.keyboard("And then?{Control>}{Enter}{/Control}");
  await message(5);
  expect(sent()[1]).toEqual({
    model: "sandbox-chat",
    messages: [
      { role: "user", content: expect.stringContaining("haiku") },
      { role: "assistant", content: "Hello **there**." },
      { role: "user", content: "And then?" },
    ],
    stream: true,
    stream_options: { include_usage: true },
  });
  await expectAccessible(container);
});

test("nothing is sent while there is nothing to send or something is wrong, and that is said", async () => {
  const { user } = await open();
  await message(1);
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("Write a message first.");
  expect(document.activeElement).toBe(await message(1));
  await user.keyboard("Hi");
  await user.click(screen.getByText("Tools"));
  await user.click(screen.getByLabelText("Tools, JSON"));
  await user.paste('[\n{"type": }]');
  await screen.findByText("Not JSON: line 2, column 10, unexpected “}”.");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("First mend: Tools, JSON.");
  expect(sent()).toEqual([]);
});

test("several models are asked at once, as a chosen key, with a failure simulated", async () => {
  const headers: Headers[] = [];
  const answer = globalThis.fetch;
  vi.stubGlobal("fetch", (input: Request | string, init?: RequestInit) => {
    if (String(input).includes("/try/")) headers.push(new Headers(init?.headers));
    return answer(input, init);
  });
  gateway.keys = [aKey({ id: "k9", name: "tight" })];
  gateway.streamHeaders["x-fallback-from"] = "sandbox-overloaded";
  const attempt = { provider: "sandbox", upstream: "x", failure: null, started_ms: 0, ended_ms: 9 };
  gateway.details.set(
    "r1",
    aDetail({
      id: "r1",
      warnings: ["simulated: overloaded"],
      attempts: [
        { ...attempt, model: "sandbox-overloaded", outcome: "failed", status: 529, message: "Too busy." },
        { ...attempt, model: "sandbox-chat", outcome: "served", status: 200, message: null },
      ],
    }),
  );
  const { user, container } = await open("/playground?models=sandbox-chat,sandbox-overloaded");
  await user.click(screen.getByRole("combobox", { name: "as key" }));
  await user.click(await screen.findByRole("option", { name: /tight/ }));
  await user.click(screen.getByText("Simulate failure"));
  await user.click(screen.getByRole("combobox", { name: "Simulate failure" }));
  await user.click(await screen.findByRole("option", { name: "overloaded" }));
  await user.type(await message(1), "Hi");
  await user.click(screen.getByRole("button", { name: /Run all 2/ }));
  await column(2).findByText("sandbox-overloaded → sandbox-chat");
  const chain = within(await column(2).findByRole("list", { name: "Fallback chain" }));
  expect(chain.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "sandbox-overloaded · sandbox · failed 529Too busy.9 ms",
    "sandbox-chat · sandbox · served 2009 ms",
    "simulated: overloaded",
  ]);
  expect(sent()).toMatchObject([{ model: "sandbox-chat" }, { model: "sandbox-overloaded" }]);
  expect(headers.map((each) => [each.get("x-turnpike-key"), each.get("x-turnpike-simulate")])).toEqual([
    ["k9", "overloaded"],
    ["k9", "overloaded"],
  ]);
  expect(
    screen.queryByLabelText("Assistant message 2", { selector: "textarea" }),
    "of two, one is to be chosen",
  ).toBeNull();
  await user.click(column(2).getByRole("button", { name: "Use as next turn" }));
  await message(2, "Assistant");
  expect(column(1).queryByRole("button", { name: "Use as next turn" })).toBeNull();
  await expectAccessible(container);
});

test("a tool call waits for the tool's result", async () => {
  const piece = (fields: object) => JSON.stringify({ choices: [{ delta: { tool_calls: [{ index: 0, ...fields }] } }] });
  gateway.stream = [
    piece({ id: "c1", function: { name: "toll", arguments: '{"axles"' } }),
    piece({ function: { arguments: ":2}" } }),
    ended("tool_calls"),
    USAGE,
    "[DONE]",
  ];
  const { user } = await open();
  await user.type(await message(1), "What is the toll?{Control>}{Enter}{/Control}");
  await column(1).findByText("200 tool calls");
  await user.type(await message(3, "Tool"), "4 euros");
  gateway.stream = HELLO;
  await user.keyboard("{Control>}{Enter}{/Control}");
  await message(4, "Assistant");
  expect(sent()[1]).toMatchObject({
    messages: [
      { role: "user" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", function: { name: "toll", arguments: '{"axles":2}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "4 euros" },
    ],
  });
});

test("Esc stops an answer in the middle, even while somebody types", async () => {
  const endless = new Response(
    new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode(`data: ${said("Half")}\n\n`)) }),
    { headers: { "x-request-id": "r1" } },
  );
  gateway.on("POST /try/v1/chat/completions", () => endless);
  const { user } = await open();
  await user.type(await message(1), "Hi{Control>}{Enter}{/Control}");
  await column(1).findByText("Half");
  await user.keyboard("{Escape}");
  await column(1).findByText("200 stopped");
  await column(1).findByText("0.2184 credits");
  column(1).getByRole("button", { name: "Use as next turn" });
});

test("an error is told with its code and what to do about it", async () => {
  const error = { message: "This key has spent its budget.", type: "insufficient_quota", code: "insufficient_quota" };
  gateway.on("POST /try/v1/chat/completions", () => new Response(JSON.stringify({ error }), { status: 429 }));
  const { user } = await open();
  await user.type(await message(1), "Hi{Control>}{Enter}{/Control}");
  const alert = within(await column(1).findByRole("alert"));
  alert.getByText("This key has spent its budget.");
  alert.getByText("insufficient_quota");
  alert.getByText(/Raise the budget under Keys/);
  expect(alert.getByRole("link", { name: "Keys" }).getAttribute("href")).toContain("#/keys");
  column(1).getByText("429 failed");
  expect(screen.queryByLabelText("Assistant message 2", { selector: "textarea" })).toBeNull();
});

test("the events of a stream can be looked at, and the code that makes the call", async () => {
  const { user } = await open();
  await user.type(await message(1), "Hi{Control>}{Enter}{/Control}");
  await column(1).findByText("200 stop");
  await user.click(column(1).getByRole("button", { name: "Show the events of column 1" }));
  expect(
    column(1)
      .getAllByRole("listitem")
      .map((item) => item.textContent?.replace(/^\+.*?ms/, "")),
  ).toEqual(HELLO);
  await user.click(screen.getByRole("button", { name: "View code" }));
  const code = await screen.findByTestId("playground-code");
  expect(code.textContent).toContain("curl http://127.0.0.1:4180/v1/chat/completions");
  expect(code.textContent).toContain('"content": "Hello **there**."');
  await expectAccessible(screen.getByRole("dialog"));
});

test("a draft survives another screen and a reload, and clearing it can be undone", async () => {
  const first = await open();
  await first.user.type(await message(1), "Do not lose me");
  await first.user.click(screen.getByRole("link", { name: "Keys" }));
  await screen.findByRole("heading", { level: 1, name: "Keys" });
  await first.user.click(screen.getByRole("link", { name: "Playground" }));
  expect((await message(1)).value).toBe("Do not lose me");
  window.dispatchEvent(new Event("pagehide"));
  first.unmount();
  const { user } = await open();
  expect((await message(1)).value).toBe("Do not lose me");
  await user.click(screen.getByRole("button", { name: "Clear" }));
  await waitFor(async () => expect((await message(1)).value).toBe(""));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect((await message(1)).value).toBe("Do not lose me");
});

test("presets and earlier runs are gone back to", async () => {
  const { user } = await open();
  await user.type(await screen.findByLabelText("System prompt"), "Be brief.");
  await user.click(screen.getByRole("button", { name: "Presets" }));
  await user.type(await screen.findByLabelText("Name"), "brief{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.clear(screen.getByLabelText("System prompt"));
  await user.type(await message(1), "First{Control>}{Enter}{/Control}");
  await message(3);
  await user.click(screen.getByRole("button", { name: "Presets" }));
  await user.click(await screen.findByRole("button", { name: "Open brief" }));
  expect((screen.getByLabelText("System prompt") as HTMLTextAreaElement).value).toBe("Be brief.");
  await user.click(screen.getByRole("button", { name: "History" }));
  const list = within(await screen.findByRole("list", { name: "History" }));
  list.getByText("0.0017 credits");
  await user.click(list.getByRole("button", { name: /First/ }));
  await column(1).findByText("there", { selector: "strong" });
  expect((screen.getByLabelText("System prompt") as HTMLTextAreaElement).value).toBe("");
  expect((await message(1)).value).toBe("First");
});

test("a captured request fills the draft; one that was not kept gives its model", async () => {
  const request = JSON.stringify({ model: "large", messages: [{ role: "user", content: "Again" }], temperature: 0.2 });
  gateway.models.push(aModel({ id: "large" }));
  gateway.details.set("r7", aDetail({ id: "r7", bodies: keptRequest(request) }));
  gateway.details.set("r8", aDetail({ id: "r8", model: "large" }));
  const first = await open("/playground?from=r7");
  await waitFor(async () => expect((await message(1)).value).toBe("Again"));
  expect(screen.getByTestId("column").getAttribute("aria-label")).toBe("Column 1: large");
  screen.getByText("1 set");
  await waitFor(() => expect(window.location.hash).toBe("#/playground?models=large"));
  first.unmount();
  localStorage.clear();
  await open("/playground?from=r8");
  await screen.findByText(/was not kept: only its model is taken/);
  expect(screen.getByTestId("column").getAttribute("aria-label")).toBe("Column 1: large");
});

test("columns are added, given another model and removed, and stand in the route", async () => {
  gateway.models.push(
    aModel({ id: "large", price: { input: "2.5", output: "10", cached_input: null, per_request: null } }),
  );
  gateway.providers.push(aProvider({ disabled: true }));
  gateway.models.push(aModel({ id: "other", provider: "beta" }));
  gateway.providers.push(aProvider({ id: "beta" }));
  gateway.on("GET /providers/health", () => ({ data: [{ provider: "beta", state: "degraded" }] }));
  const { user, container } = await open();
  await user.click(await screen.findByTestId("add-column"));
  await waitFor(() => expect(window.location.hash).toBe("#/playground?models=sandbox-chat%2Csandbox-overloaded"));
  await user.click(screen.getByRole("combobox", { name: /Model of column 2/ }));
  const option = await screen.findByRole("option", { name: /large/ });
  expect(option.textContent).toContain("provider switched off");
  expect(screen.getByRole("option", { name: /other/ }).textContent).toContain("provider fails at times");
  expect(option.textContent).toContain("250 in · 1,000 out credits/M");
  await user.click(option);
  await waitFor(() => expect(window.location.hash).toBe("#/playground?models=sandbox-chat%2Clarge"));
  await expectAccessible(container);
  await user.click(screen.getByRole("button", { name: "Remove column 1" }));
  await waitFor(() => expect(window.location.hash).toBe("#/playground?models=large"));
});

test("a file is attached by its id, from Files and from here, for the key that can see it", async () => {
  gateway.keys = [aKey({ id: "k1", name: "ci" })];
  const [notes, bill] = [aFile({ key: "k1" }), aFile({ id: "file-2", filename: "bill.pdf", kind: "pdf", key: "k1" })];
  const asked: (string | null)[] = [];
  gateway
    .on("GET /files", ({ query }) => {
      asked.push(query.get("key"));
      return { data: [notes, bill], next: null, storage: { files: 2, used_bytes: 38, limit_bytes: 1_000 } };
    })
    .on("GET /files/{id}", () => ({ ...bill, used_by: [], uses: 0 }));
  const { user } = await open("/playground?file=file-2");
  await screen.findByRole("link", { name: "bill.pdf" });
  await waitFor(() => expect(screen.getByRole("combobox", { name: /as key/ }).textContent).toContain("ci"));
  await user.click(await screen.findByRole("button", { name: "Attach a file to message 1" }));
  const dialog = await screen.findByRole("dialog", { name: "Attach a file" });
  await user.click(await within(dialog).findByRole("button", { name: /notes\.txt/ }));
  expect(asked).toEqual(["k1"]);
  await screen.findByRole("link", { name: "notes.txt" });
  await user.click(screen.getByRole("button", { name: "Remove bill.pdf" }));
  await user.type(await message(1), "What is it?");
  await user.click(screen.getByTestId("playground-run"));
  await waitFor(() => expect(sent()).toHaveLength(1));
  column(1).getByText("notes.txt");
  const content = [
    { type: "text", text: "What is it?" },
    { type: "file", file: { file_id: "file-1" } },
  ];
  expect(sent()[0]).toMatchObject({ messages: [{ role: "user", content }] });
});

test("pictures are added, shown, sent and removed; other files are refused by name", async () => {
  const { user } = await open();
  await user.type(await message(1), "See");
  const input = document.querySelector("input[type=file]") as HTMLInputElement;
  await user.upload(input, new File(["picture"], "a.png", { type: "image/png" }));
  await screen.findByRole("img", { name: "Picture 1" });
  await userEvent.setup({ applyAccept: false }).upload(input, new File(["text"], "notes.txt", { type: "text/plain" }));
  await screen.findByText("notes.txt is not a picture that can be read.");
  await user.click(await message(1));
  await user.keyboard("{Control>}{Enter}{/Control}");
  await message(3);
  const url = `data:image/png;base64,${btoa("picture")}`;
  expect(sent()[0]).toMatchObject({
    messages: [
      {
        content: [
          { type: "text", text: "See" },
          { type: "image_url", image_url: { url } },
        ],
      },
    ],
  });
  await user.click(screen.getByRole("button", { name: "Remove picture 1" }));
  await waitFor(() => expect(screen.queryByRole("img", { name: "Picture 1" })).toBeNull());
});

function keptRequest(request: string) {
  const bodies = { request, request_truncated: false, response: "", response_truncated: false };
  return bodies as RequestDetail["bodies"];
}
