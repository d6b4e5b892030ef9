import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import type { Model, ProviderHealth } from "../api/types";
import { refusal, ScriptedGateway } from "../test/gateway";
import { aHealth, aKey, aModel, aProvider } from "../test/records";

let gateway: ScriptedGateway;

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.providers = [aProvider({ id: "sandbox", vendor: "sandbox", label: "Sandbox", has_credential: false })];
  gateway.vendors = [
    {
      id: "acme",
      label: "Acme",
      base_url: "https://acme.example/v1",
      credential: "required",
      key_prefix: "ak-",
      local: false,
    },
  ];
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  window.location.hash = "/providers";
  const view = render(<App />);
  await screen.findByRole("heading", { level: 2, name: "Models" });
  return { ...view, user: userEvent.setup() };
}

async function choose(user: ReturnType<typeof userEvent.setup>, row: string, entry: string) {
  await user.click(await screen.findByRole("button", { name: `Actions for ${row}` }));
  await user.click(await screen.findByRole("menuitem", { name: new RegExp(`^${entry}`) }));
}

/** Contrast needs a real screen; everything else is checked here. */
async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

test("a provider is added, tested, and its chosen models with it", async () => {
  gateway.tested = { ok: true, milliseconds: 41, models: ["large", "acme-embed", "sandbox-chat"], error: null };
  const { user } = await open();
  await screen.findByText("Only the sandbox answers");
  await user.click(screen.getByTestId("add-provider"));
  const submit = await screen.findByTestId("provider-submit");
  await user.click(submit);
  await screen.findByText("This vendor needs a key.");
  const key = screen.getByLabelText("API key");
  expect(key.getAttribute("type")).toBe("password");
  await user.type(key, "sk-secret");
  await user.click(submit);
  await screen.findByText("Answered in 41 ms with 3 models.");
  const made = gateway.calls.find((call) => call.method === "POST" && call.path === "/providers");
  expect(made?.body).toEqual({ id: "acme", vendor: "acme", api_key: "sk-secret" });
  for (const name of ["large", "acme-embed", "sandbox-chat"]) {
    await user.click(screen.getByRole("checkbox", { name: new RegExp(`^${name}`) }));
  }
  await user.click(screen.getByRole("button", { name: "Add 3 models" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const put = gateway.calls.filter((call) => call.method === "PUT").map((call) => call.body);
  expect(put).toMatchObject([
    { id: "large", provider: "acme", kind: "chat" },
    { id: "acme-embed", provider: "acme", kind: "embedding" },
    { id: "acme/sandbox-chat", provider: "acme", upstream: "sandbox-chat" },
  ]);
  await screen.findByRole("rowheader", { name: "acme/sandbox-chat" });
});

test("a test that fails says why", async () => {
  gateway.providers.push(aProvider());
  gateway.tested = { ok: false, milliseconds: 9, models: [], error: "The key is wrong." };
  const { user } = await open();
  await choose(user, "acme", "Test and fetch models");
  expect((await screen.findByRole("alert")).textContent).toContain("The test failed: The key is wrong.");
  gateway.tested = { ok: true, milliseconds: 9, models: [], error: null };
  await user.click(screen.getByRole("button", { name: "Replace key" }));
  await user.type(await screen.findByLabelText("New API key"), "sk-better{Enter}");
  await screen.findByText(/^Answered in 9 ms with 0 models\./);
  expect(gateway.calls.find((call) => call.method === "PATCH")?.body).toEqual({ api_key: "sk-better" });
});

function health(gateway: ScriptedGateway, ...all: Partial<ProviderHealth>[]) {
  gateway.on("GET /providers/health", () => ({ data: all.map(aHealth) }));
}

test("the table tells how each provider did, and its last error in full", async () => {
  gateway.providers.push(aProvider(), aProvider({ id: "locked", credential_readable: false }));
  const message = "slow down: you exceeded your quota";
  health(gateway, {
    provider: "acme",
    state: "cooling",
    last_error: { message, kind: "rate_limited", at: Date.now() - 61_000 },
    cooling: [{ upstream: "small", seconds: 42, message }],
    attempts: 200,
    failed: 3,
    duration_p50_ms: 812,
  });
  const { user, container } = await open();
  await screen.findByText(/^cooling 4[12] s$/);
  await screen.findByText("98.5 %");
  screen.getByText("812 ms");
  screen.getByText("key unreadable");
  await user.click(screen.getByRole("button", { name: `${message} 1 min ago` }));
  const detail = within(await screen.findByRole("region", { name: "Details of acme" }));
  detail.getByText(/rate limited, .+ \(1 min ago\)/);
  detail.getByText(/^asked again in 4[0-2] s$/);
  detail.getByRole("button", { name: "Copy last error" });
  expect(detail.getByRole("link", { name: "Show failed" }).getAttribute("href")).toContain(
    "q=provider%3Aacme+status%3Aerror",
  );
  await expectAccessible(container);
  await choose(user, "acme", "Switch off");
  await screen.findByText("switched off");
  await screen.findByText("acme is switched off: it is passed over");
});

test("the keyboard walks the providers, opens, tests and switches them off", async () => {
  gateway.providers.push(aProvider());
  const { user } = await open();
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  await screen.findByRole("region", { name: "Details of acme" });
  await user.keyboard("{Enter} ");
  await screen.findByText("switched off");
  await user.keyboard("t");
  await screen.findByRole("dialog", { name: "Models of acme" });
});

test("what is on this computer is added with one click, and tested", async () => {
  const engine = { vendor: "ollama", hint: null, provider: null, state: "serving", models: ["qwen3", "gemma3"] };
  const found = {
    engines: [
      { ...engine, kind: "ollama", name: "Ollama", base_url: "http://127.0.0.1:11434/v1" },
      { ...engine, kind: "jan", name: "Jan", base_url: "http://127.0.0.1:1337/v1", provider: "jan" },
      { ...engine, kind: "lm_studio", name: "LM Studio", base_url: "", state: "not_serving", hint: "Turn it on." },
    ],
    environment: [{ variable: "ACME_API_KEY", vendor: "acme", provider: null }],
  };
  gateway.on("GET /discovery", () => found);
  gateway.tested = { ok: true, milliseconds: 5, models: ["qwen3", "gemma3"], error: null };
  const { user, container } = await open();
  const group = within(await screen.findByRole("region", { name: "Found on this computer" }));
  group.getByText("Turn it on.");
  expect(group.getAllByRole("button").map((button) => button.getAttribute("aria-label"))).toEqual([
    "Add Ollama",
    "Use ACME_API_KEY",
  ]);
  await expectAccessible(container);
  await user.click(group.getByRole("button", { name: "Add Ollama" }));
  await screen.findByText("Answered in 5 ms with 2 models.");
  await user.click(screen.getByRole("button", { name: "Tick all 2" }));
  await user.click(screen.getByRole("button", { name: "Add 2 models" }));
  await screen.findByText("Added 2 models");
  await user.click(await screen.findByRole("button", { name: "Use ACME_API_KEY" }));
  await screen.findByRole("dialog", { name: "Models of acme" });
  const made = gateway.calls.filter(({ method, path }) => method === "POST" && path === "/providers");
  expect(made.map(({ body }) => body)).toEqual([
    { id: "ollama", vendor: "ollama", base_url: "http://127.0.0.1:11434/v1" },
    { id: "acme", vendor: "acme", credential_from: "ACME_API_KEY" },
  ]);
});

test("a vendor is found by its name, and its address can be changed later", async () => {
  const local = { base_url: "http://127.0.0.1:8000/v1", credential: "none", key_prefix: null, local: true } as const;
  gateway.vendors.push({ id: "vllm", label: "vLLM", ...local });
  const { user } = await open();
  await user.click(screen.getByTestId("add-provider"));
  await user.click(await screen.findByTestId("vendor"));
  await user.type(await screen.findByPlaceholderText("Search vendors"), "vll");
  await user.click(await screen.findByRole("option", { name: /vLLM/ }));
  await user.click(screen.getByTestId("provider-submit"));
  await screen.findByRole("dialog", { name: "Models of vllm" });
  await user.keyboard("{Escape}");
  await choose(user, "vllm", "Edit base URL");
  const address = await screen.findByLabelText("Base URL");
  await user.clear(address);
  await user.type(address, "gpu:8000");
  await user.click(screen.getByTestId("address-submit"));
  await screen.findByText("An address that begins with http:// or https://.");
  await user.clear(address);
  await user.type(address, "http://gpu:8000/v1");
  await user.click(screen.getByTestId("address-submit"));
  await screen.findByRole("dialog", { name: "Models of vllm" });
  expect(gateway.calls.find(({ method }) => method === "PATCH")?.body).toEqual({ base_url: "http://gpu:8000/v1" });
});

test("a provider that serves models is deleted with them, or only switched off", async () => {
  gateway.providers.push(aProvider());
  gateway.models = [aModel()];
  const { user } = await open();
  await choose(user, "acme", "Delete");
  const dialog = within(await screen.findByRole("dialog", { name: "Delete acme" }));
  dialog.getByText("small");
  await user.click(dialog.getByRole("button", { name: "Switch it off instead" }));
  await screen.findByText("acme is switched off");
  await choose(user, "acme", "Delete");
  await user.click(await screen.findByRole("button", { name: "Delete it and 1 model" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const gone = gateway.calls.filter(({ method }) => method === "DELETE").map(({ path }) => path);
  expect(gone).toEqual(["/models", "/providers/acme"]);
});

test("a model that is deleted can be had back", async () => {
  gateway.providers.push(aProvider());
  gateway.models = [aModel()];
  const { user } = await open();
  await choose(user, "small", "Delete");
  await waitFor(() => expect(screen.queryByRole("rowheader", { name: "small" })).toBeNull());
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByRole("rowheader", { name: "small" });
  expect(gateway.calls.some(({ method }) => method === "DELETE")).toBe(false);
});

test("a key is forgotten only when nobody takes it back", async () => {
  gateway.providers.push(aProvider());
  const { user } = await open();
  await choose(user, "acme", "Replace key");
  await user.click(await screen.findByRole("button", { name: "Forget key" }));
  const toast = (await screen.findByText("Forgot the key of acme")).parentElement as HTMLElement;
  expect(gateway.calls.some(({ method }) => method === "PATCH")).toBe(false);
  await user.click(within(toast).getByRole("button", { name: "Close" }));
  await waitFor(() => expect(gateway.calls.find(({ method }) => method === "PATCH")?.body).toEqual({ api_key: null }));
});

test("what serves without a price is said, with the way to its price", async () => {
  gateway.providers.push(aProvider());
  const price = { input: null, output: null, cached_input: null, per_request: null };
  gateway.models = [aModel(), aModel({ id: "own", price, price_source: "local" })];
  const { user } = await open();
  const notice = screen.getByText("small is unpriced: what it serves is charged to no budget.");
  screen.getByText("free");
  await user.click(within(notice.parentElement as HTMLElement).getByRole("button", { name: "Set a price" }));
  await user.click(await screen.findByRole("button", { name: "It costs nothing" }));
  await user.click(screen.getByTestId("model-submit"));
  await waitFor(() => expect(screen.queryByText(/is unpriced:/)).toBeNull());
  expect(gateway.calls.find(({ method }) => method === "PUT")?.body).toMatchObject({
    price: { input: "0", output: "0" },
  });
});

test("a model's price and the order of its fallbacks are changed, and the order is shown as it would be", async () => {
  gateway.providers.push(aProvider());
  gateway.models = [aModel({ fallbacks: ["b", "c"] }), ...["b", "c", "d"].map((id) => aModel({ id, upstream: id }))];
  const target = { provider: "acme", step: "first", why: null, price: null, price_source: null };
  gateway.on("GET /route", ({ query }) => {
    const model = query.get("model") ?? "";
    const off = model === "b" ? { step: "skipped", why: "is switched off" } : {};
    return { model, refusal: null, targets: [{ ...target, model, upstream: model, ...off }] };
  });
  const { user } = await open();
  screen.getByText("b → c");
  await choose(user, "small", "Edit");
  await user.type(await screen.findByLabelText("Input, US$ / M"), "0.15");
  await user.click(screen.getByTestId("model-submit"));
  await screen.findByText("A price needs both; leave both empty for the price list's.");
  await user.type(screen.getByLabelText("Output, US$ / M"), "0.6");
  await screen.findByText("= 60 credits");
  const route = within(await screen.findByRole("list", { name: "A request for small goes to" }));
  const steps = () => route.getAllByRole("listitem").map((item) => item.textContent);
  await waitFor(() =>
    expect(steps()).toEqual(["1small at acmeunpriced", "2c at acmeunpriced", "b at acmeskipped: it is switched off"]),
  );
  await user.click(screen.getByRole("button", { name: "Move c up" }));
  await user.click(screen.getByRole("combobox", { name: "Add a fallback" }));
  await user.click(await screen.findByRole("option", { name: "d" }));
  await user.click(screen.getByRole("button", { name: "Remove b" }));
  screen.getByRole("button", { name: "Move d: drag, or Alt with the arrows" }).focus();
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  const list = within(screen.getByRole("list", { name: "Fallbacks, in this order" }));
  expect(list.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["1d", "2c"]);
  await waitFor(() => expect(steps()).toEqual(["1small at acmeunpriced", "2d at acmeunpriced", "3c at acmeunpriced"]));
  await expectAccessible(screen.getByRole("dialog"));
  await user.click(screen.getByTestId("model-submit"));
  await screen.findByText("d → c");
  expect(gateway.calls.find((call) => call.method === "PUT")?.body).toMatchObject({
    id: "small",
    fallbacks: ["d", "c"],
    price: { input: "0.15", output: "0.6" },
  });
});

test("a route is tested with a key, a need and a provider taken as down, and nothing is sent", async () => {
  gateway.providers.push(aProvider());
  gateway.models = [aModel()];
  gateway.keys = [aKey({ id: "k7", name: "ci" })];
  const asked: string[] = [];
  gateway.on("GET /route", ({ query }) => {
    asked.push(query.toString());
    const refusal = query.has("key") ? { status: 403, code: null, message: "This key may not use `small`." } : null;
    const target = { model: "small", provider: "acme", upstream: "s-1", price: null, price_source: null };
    const down = query.get("down") === "acme";
    return {
      model: "small",
      refusal,
      targets: [{ ...target, step: down ? "skipped" : "first", why: down ? "is taken as down" : null }],
    };
  });
  const { user } = await open();
  await user.click(screen.getByTestId("test-route"));
  await screen.findByText("Nothing is sent or spent.");
  await screen.findByRole("list", { name: "A request for small goes to" });
  await user.click(screen.getByRole("checkbox", { name: "Images" }));
  await user.click(screen.getByRole("checkbox", { name: "acme" }));
  await screen.findByText("skipped: it is taken as down");
  await user.click(screen.getByRole("combobox", { name: "Key" }));
  await user.click(await screen.findByRole("option", { name: "ci" }));
  await screen.findByText("It would be refused with 403: This key may not use `small`.");
  expect(asked.at(-1)).toBe("model=small&key=k7&down=acme&needs=vision");
  await expectAccessible(screen.getByRole("dialog"));
});

test("a key that may be of several vendors is given to none until one is chosen", async () => {
  const vendor = { base_url: "https://one.example/v1", credential: "required" as const, local: false };
  gateway.vendors = ["One", "Two"].map((label) => ({ ...vendor, id: label.toLowerCase(), label, key_prefix: "sk-" }));
  const { user } = await open();
  await user.paste("sk-0123456789abcdef");
  const question = within(await screen.findByRole("group", { name: /begin with “sk-”\. Whose is this one\?$/ }));
  await user.click(screen.getByTestId("provider-submit"));
  await screen.findByText("Whose key is it?");
  await expectAccessible(screen.getByRole("dialog"));
  await user.click(question.getByRole("button", { name: "Two" }));
  await user.click(screen.getByTestId("provider-submit"));
  await screen.findByRole("dialog", { name: "Models of two" });
  const made = gateway.calls.filter(({ method, path }) => method === "POST" && path === "/providers");
  expect(made.map(({ body }) => body)).toEqual([{ id: "two", vendor: "two", api_key: "sk-0123456789abcdef" }]);
});

test("what is new is told from what is here and from what is gone, and a refusal leaves the rest", async () => {
  gateway.providers.push(aProvider());
  gateway.models = ["small", "old"].map((id) => aModel({ id, upstream: id }));
  gateway.tested = { ok: true, milliseconds: 5, models: ["small", "large", "odd"], error: null };
  gateway.on("PUT /models", ({ body }) => {
    const model = aModel(body as Partial<Model>);
    if (model.id === "large") return refusal(400, "Large is too large.");
    gateway.models = [...gateway.models, model];
    return model;
  });
  const { user } = await open();
  await choose(user, "acme", "Test and fetch models");
  await screen.findByText("2 new · 1 added");
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /^small/ }).disabled).toBe(true);
  await user.click(screen.getByRole("button", { name: "Delete old" }));
  await waitFor(() => expect(screen.queryByText(/no longer lists/)).toBeNull());
  await user.click(screen.getByRole("button", { name: "Tick all 2" }));
  await user.click(screen.getByRole("button", { name: "Add 2 models" }));
  await screen.findByText("1 of 2 were not added. large: Large is too large.");
  await screen.findByText("1 new · 2 added · 1 chosen");
  await expectAccessible(screen.getByRole("dialog"));
});

test("a provider that serves nothing is loud, and its remedy is one click away", async () => {
  gateway.providers.push(aProvider());
  const last_error = { message: "Incorrect API key", kind: "auth", at: Date.now() - 60_000 };
  health(gateway, { state: "down", last_error, failing_since: Date.now() - 20 * 60_000 });
  const { user } = await open();
  const notice = (await screen.findByTestId("dead")).textContent;
  expect(notice).toMatch(/^acme fails every request since .+ \(\d+ min ago\): Incorrect API key\. Replace its key\./);
  await screen.findByRole("link", { name: /Providers & models.*1 fails every request/ });
  await user.click(within(screen.getByTestId("dead")).getByRole("button", { name: "Replace key" }));
  await user.type(await screen.findByLabelText("New API key"), "ak-better{Enter}");
  await screen.findByText(/^Answered in/);
  await user.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(screen.queryByTestId("dead")).toBeNull());
});
