import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { ScriptedGateway } from "../test/gateway";
import { aProvider, aRow, aStatus } from "../test/records";
import { someFigures, someTotals } from "./testing";
import type { Discovered } from "./types";

let gateway: ScriptedGateway;
let discovered: Discovered;

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  discovered = { engines: [], environment: [] };
  gateway.on("GET /discovery", () => discovered).on("GET /overview", () => figures);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const figures = someFigures({
  totals: someTotals({
    requests: 200,
    failed: 4,
    credits: "12.500000",
    unpriced: 3,
    input_tokens: 41_200_000,
    output_tokens: 800,
    first_token_p50_ms: 420,
    first_token_p95_ms: 1900,
  }),
  before: someTotals({ requests: 100, failed: 2, credits: "10.000000", first_token_p50_ms: 420 }),
  models: [
    { id: "gpt-5-mini", requests: 150, series: [100, 50], credits: "12.500000", unpriced: 0 },
    { id: null, requests: 50, series: [20, 30], credits: "0.000000", unpriced: 3 },
  ],
  keys: [{ id: "k1", name: "night build", requests: 200, credits: "12.500000" }],
  providers: [{ id: "acme", requests: 200, failed: 4, credits: "12.500000" }],
});

async function open(route = "/") {
  window.location.hash = route;
  const view = render(<App />);
  await screen.findByRole("heading", { level: 1 });
  await waitFor(() => expect(gateway.listening).toBe(true));
  return { ...view, user: userEvent.setup() };
}

/** A gateway that has been in use: nothing of the first minute is left to do. */
function used() {
  gateway.status = aStatus({ external_request_seen: true });
  gateway.providers = [aProvider({ models: 1 })];
  gateway.rows = [aRow()];
}

test("an engine that was found is added, tested and said to answer, with its models", async () => {
  const ollama = { kind: "ollama", vendor: "ollama", name: "Ollama", base_url: "http://127.0.0.1:11434/v1" };
  discovered.engines = [{ ...ollama, state: "serving", models: ["qwen3:8b", "gemma3"], hint: null, provider: null }];
  gateway.tested = { ok: true, milliseconds: 41, models: ["qwen3:8b", "gemma3"], error: null };
  const { user } = await open();
  await screen.findByText("Ollama, 2 models");
  await user.click(screen.getByRole("button", { name: "Add Ollama" }));
  await screen.findByText("Ollama answered in 41 ms; its 2 models were added.");
  expect(gateway.providers.map(({ id }) => id)).toEqual(["ollama"]);
  expect(gateway.models.filter(({ provider }) => provider === "ollama").map(({ id }) => id)).toEqual([
    "qwen3:8b",
    "gemma3",
  ]);
  await waitFor(() => expect(gateway.calls.filter(({ path }) => path === "/discovery").length).toBeGreaterThan(1));
});

test("a key of the environment is used by its name, and an answer that does not come is no success", async () => {
  discovered.environment = [{ variable: "OPENAI_API_KEY", vendor: "openai", provider: null }];
  gateway.tested = { ok: false, milliseconds: 90, models: [], error: "the key was refused" };
  const { user } = await open();
  await user.click(await screen.findByRole("button", { name: "Use OPENAI_API_KEY" }));
  await screen.findByText("openai was added, but does not answer: the key was refused");
  const made = gateway.calls.find(({ method, path }) => method === "POST" && path === "/providers");
  expect(made?.body).toEqual({ id: "openai", vendor: "openai", credential_from: "OPENAI_API_KEY" });
  const row = screen.getByText("Connect a provider", { selector: "li p" }).closest("li");
  expect(row?.dataset.done).toBe("false");
});

test("an engine that is installed but silent says how to have it serve", async () => {
  const studio = { kind: "lm_studio", vendor: "lmstudio", name: "LM Studio", base_url: "http://127.0.0.1:1234/v1" };
  const hint = "Start its server in the Developer tab.";
  discovered.engines = [{ ...studio, state: "not_serving", models: [], hint, provider: null }];
  const { container } = await open();
  await screen.findByText(`LM Studio is installed, but not serving. ${hint}`);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("the computer is looked at again when the window is come back to", async () => {
  await open();
  const looks = () => gateway.calls.filter(({ path }) => path === "/discovery").length;
  await waitFor(() => expect(looks()).toBe(1));
  window.dispatchEvent(new Event("focus"));
  await waitFor(() => expect(looks()).toBe(2));
});

test("done steps stay while they are looked at, are gone at the next visit, and come back when asked for", async () => {
  gateway.rows = [aRow({ user_agent: "Mozilla/5.0" })];
  gateway.providers = [aProvider({ models: 1 })];
  const { user, unmount } = await open();
  await screen.findByText("First steps");
  gateway.status = aStatus({ external_request_seen: true });
  gateway.emit("client.seen", {});
  await screen.findByText("All set");
  await user.click(screen.getByRole("button", { name: "Show the figures" }));
  await waitFor(() => expect(screen.queryByText("All set")).toBeNull());
  unmount();
  // The gateway forgets with every start which clients it has seen; that the steps were done is remembered.
  gateway.status = aStatus();
  await open();
  await screen.findByText("Needs attention");
  expect(screen.queryByText("First steps")).toBeNull();
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "first steps{Enter}");
  await screen.findByText("First steps");
});

test("figures stand beside the time before, and what has no price is told apart", async () => {
  used();
  const { container } = await open();
  const credits = (await screen.findByText("Credits", { selector: "dt" })).parentElement as HTMLElement;
  within(credits).getByText("12.50");
  within(credits).getByText("+25 %", { exact: false });
  expect(within(credits).getByRole("link", { name: "+ 3 unpriced" }).getAttribute("href")).toContain("q=is%3Aunpriced");
  const success = screen.getByText("Success").parentElement as HTMLElement;
  within(success).getByText("98 %");
  within(success).getByText("±0 pts", { exact: false });
  const cache = screen.getByText("Duration, median").parentElement as HTMLElement;
  within(cache).getByText("—");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});

test("bars lead to their requests, by the pointer, the keyboard and the table", async () => {
  used();
  const { user } = await open("/?range=7d");
  const link = await screen.findByRole("link", { name: /night build/ });
  expect(link.getAttribute("href")).toMatch(/#\/requests\?q=key%3A%22night\+build%22&range=7d$/);
  const chart = screen.getByRole("slider", { name: "Requests over time" });
  expect(chart.getAttribute("aria-valuetext")).toContain("all others 30, gpt-5-mini 50, Total 80");
  chart.focus();
  await user.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(chart.getAttribute("aria-valuetext")).toContain("gpt-5-mini 100");
  await user.click(screen.getAllByRole("button", { name: "Show as table" })[0] as HTMLElement);
  const table = within(screen.getByRole("region", { name: "Requests, as a table" })).getByRole("table");
  const [, newest] = within(table).getAllByRole("row");
  expect(
    within(newest as HTMLElement)
      .getAllByRole("cell")
      .map((cell) => cell.textContent),
  ).toEqual(["50", "30", "80"]);
  await user.click(within(newest as HTMLElement).getByRole("button"));
  const { at } = figures.buckets[1] as { at: number };
  await waitFor(() => expect(window.location.hash).toBe(`#/requests?from=${at}&to=${at + figures.bucket_ms}`));
});

test("the time is part of the route and of what is asked for", async () => {
  used();
  const asked: (string | null)[] = [];
  gateway.on("GET /overview", ({ query }) => {
    asked.push(query.get("from"));
    return figures;
  });
  const { user } = await open();
  await user.click(await screen.findByRole("button", { name: "30 d" }));
  await waitFor(() => expect(window.location.hash).toBe("#/?range=30d"));
  await waitFor(() => expect(new Set(asked).size).toBe(2));
  await user.click(screen.getByRole("button", { name: "Custom" }));
  const from = await screen.findByLabelText("From");
  await user.clear(from);
  await user.type(from, "2026-11-20T08:30");
  await user.click(screen.getByRole("button", { name: "Show" }));
  const chosen = new Date(2026, 10, 20, 8, 30).getTime();
  await waitFor(() => expect(window.location.hash).toBe(`#/?from=${chosen}`));
  await waitFor(() => expect(asked.at(-1)).toBe(String(chosen)));
});

test("requests that finish refresh the figures once in a while, not each", async () => {
  used();
  let asked = 0;
  gateway.on("GET /overview", () => {
    asked += 1;
    return figures;
  });
  await open();
  await screen.findByText("Success");
  const before = asked;
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    for (let n = 0; n < 20; n += 1) gateway.emit("request.finished", aRow());
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(2_100);
  } finally {
    vi.useRealTimers();
  }
  await waitFor(() => expect(asked).toBe(before + 1));
});

test("costs elsewhere are compared when asked for, and any model can be priced", async () => {
  used();
  const other = (id: string, credits: string | null, why_not: string | null = null) => {
    return { id, provider: "openai", source: credits && "built_in", credits, why_not };
  };
  const sums = { input_tokens: 1000, cached_tokens: 0, output_tokens: 10 };
  gateway.on("GET /overview/elsewhere", ({ query }) => {
    const model = query.get("model");
    const models = model
      ? [model.includes("4.1") ? other(model, "5.000000") : other(model, null, "Nobody has this model.")]
      : [other("openai/gpt-5", "20.000000"), other("openai/gpt-5-mini", "2.500000")];
    return { actual: { credits: "10.000000", unpriced: 1, requests: 9 }, ...sums, models };
  });
  const { user } = await open();
  await user.click(await screen.findByRole("button", { name: "Compare" }));
  const table = await screen.findByRole("table", { name: /elsewhere/ });
  const lines = () =>
    within(table)
      .getAllByRole("row")
      .slice(1)
      .map((row) => row.textContent);
  expect(lines()).toEqual(["openai/gpt-5-miniopenai2.5000−7.5000−75 %", "openai/gpt-5openai20.0000+10.0000+100 %"]);
  await user.click(within(table).getByRole("button", { name: "Model" }));
  expect(lines()[0]).toContain("openai/gpt-5openai");
  const field = screen.getByLabelText("Price another model");
  await user.type(field, "nobody/this{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("Nobody has this model.");
  await user.clear(field);
  await user.type(field, "openai/gpt-4.1{Enter}");
  await within(table).findByText("openai/gpt-4.1");
  expect(window.location.hash).toBe("#/?compare=true");
});

test("a key that is pasted anywhere opens the dialog with its vendor, and is nowhere to be seen", async () => {
  const vendor = { base_url: "https://acme.example/v1", credential: "required" as const, local: false };
  gateway.vendors = [
    { ...vendor, id: "openai", label: "OpenAI", key_prefix: "sk-" },
    { ...vendor, id: "acme", label: "Acme", key_prefix: "ak-" },
  ];
  gateway.tested = { ok: true, milliseconds: 41, models: ["large"], error: null };
  const { user } = await open();
  await screen.findByRole("heading", { name: "First steps" });
  await user.paste("nothing but words");
  expect(screen.queryByRole("dialog")).toBeNull();
  await user.paste("ACME_API_KEY='ak-0123456789abcdef'");
  await screen.findByText("Chosen by the key: those of Acme begin with “ak-”.");
  const key = screen.getByLabelText<HTMLInputElement>("API key");
  expect([key.type, key.value]).toEqual(["password", "ak-0123456789abcdef"]);
  await user.click(screen.getByTestId("provider-submit"));
  await user.click(await screen.findByRole("checkbox", { name: /^large/ }));
  await user.click(screen.getByRole("button", { name: "Add 1 model" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(screen.getByRole("combobox", { name: "Model" }).textContent).toBe("large"));
  expect(window.location.href).not.toContain("ak-0123");
  expect(JSON.stringify([{ ...window.sessionStorage }, { ...window.localStorage }])).not.toContain("ak-0123");
});

test("figures are fetched as often as was chosen", async () => {
  used();
  const { user } = await open();
  const intervals = vi.spyOn(globalThis, "setInterval");
  await user.click(await screen.findByRole("combobox", { name: "Refresh" }));
  await user.click(await screen.findByRole("option", { name: "Every 5 s" }));
  expect(window.localStorage.getItem("turnpike.overview-refresh")).toBe("5");
  const [turn] = intervals.mock.calls.find(([, every]) => every === 5_000) ?? [];
  const asked = () => gateway.calls.filter(({ path }) => path === "/overview").length;
  const before = asked();
  (turn as () => void)();
  await waitFor(() => expect(asked()).toBe(before + 1));
});
