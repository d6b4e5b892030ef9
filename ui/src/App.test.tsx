import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { App } from "./App";
import { ScriptedGateway } from "./test/gateway";
import { aDetail, aKey, aRow, aStatus } from "./test/records";

let gateway: ScriptedGateway;

beforeEach(() => {
  gateway = new ScriptedGateway().install();
});
afterEach(() => vi.unstubAllGlobals());

async function open(route: string) {
  window.location.hash = route;
  const view = render(<App />);
  // A dialog that is open hides the page below it.
  await screen.findByRole("heading", { level: 1, hidden: true });
  await waitFor(() => expect(gateway.listening).toBe(true));
  return { ...view, user: userEvent.setup() };
}

/** Contrast needs a real screen; everything else is checked here. */
async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

describe("overview", () => {
  test("a test request streams its answer and says what it cost and who served", async () => {
    gateway.streamHeaders = {
      "x-request-id": "r1",
      "x-model-used": "sandbox-chat",
      "x-fallback-from": "sandbox-overloaded",
    };
    gateway.stream = [
      JSON.stringify({ choices: [{ delta: { content: "Hello " } }] }),
      JSON.stringify({ choices: [{ delta: { content: "there." } }] }),
      JSON.stringify({ choices: [], usage: { total_tokens: 18, credits_used: "0.001650" } }),
      "[DONE]",
    ];
    const { user, container } = await open("/");
    await user.click(await screen.findByTestId("send-test"));
    const result = await screen.findByText("Hello there.");
    const panel = within(result.closest("[data-testid=test-result]") as HTMLElement);
    await panel.findByText(/18 tokens · 0\.0017 credits/);
    panel.getByText("sandbox-overloaded failed, sandbox-chat served");
    expect(panel.getByRole("link", { name: "Open request" }).getAttribute("href")).toContain("id=r1");
    const sent = gateway.calls.find((call) => call.path.startsWith("/try/"));
    expect(sent?.body).toMatchObject({ model: "sandbox-chat", stream: true });
    await expectAccessible(container);
  });

  test("an answer that breaks off in the middle says so", async () => {
    gateway.stream = [
      JSON.stringify({ choices: [{ delta: { content: "Half" } }] }),
      JSON.stringify({ error: { message: "The provider hung up." } }),
    ];
    const { user } = await open("/");
    await user.click(await screen.findByTestId("send-test"));
    expect((await screen.findByRole("alert")).textContent).toBe("The provider hung up.");
  });

  test("the first key is masked until it is asked for", async () => {
    const secret = "tp-ab12cd34-0123456789abcdefghijklmnopqrstuvwxyzw9x8";
    gateway.status = aStatus({ first_key: { id: "k1", name: "Default", secret } });
    const { user, container } = await open("/");
    const shown = await screen.findByTestId("connect-key");
    await waitFor(() => expect(shown.textContent).toBe("tp-ab12cd34-••••••••w9x8"));
    expect(container.textContent).not.toContain(secret);
    await user.click(screen.getByRole("button", { name: "Show key" }));
    expect(shown.textContent).toBe(secret);
  });

  test("the first steps tick themselves", async () => {
    await open("/");
    const done = async (name: string) => {
      const step = await screen.findByText(name, { selector: "li p" });
      return step.closest("li")?.dataset.done;
    };
    expect(await done("Send a test request")).toBe("false");
    gateway.status = aStatus({ external_request_seen: true });
    gateway.emit("client.seen", {});
    gateway.emit("request.finished", aRow());
    await waitFor(async () => expect(await done("Send a test request")).toBe("true"));
    expect(await done("Point your app here")).toBe("true");
  });
});

describe("requests", () => {
  test("a running request completes in place, with its fallback and its credits", async () => {
    const { container } = await open("/requests");
    await screen.findByText("No requests yet");
    const running = aRow({
      state: "running",
      model: "big",
      model_used: null,
      credits_used: null,
      attempt_outcomes: [],
    });
    gateway.emit("request.started", running);
    await screen.findByText("live");
    screen.getByText("held 0.96");
    gateway.emit(
      "request.finished",
      aRow({ model: "big", model_used: "small", attempt_outcomes: ["failed", "served"] }),
    );
    await screen.findByText("0.2184");
    screen.getByRole("img", { name: "A fallback served this request" });
    screen.getByRole("img", { name: "attempts: failed, served" });
    expect(screen.getAllByRole("row")).toHaveLength(2);
    await expectAccessible(container);
  });

  test("an unknown price is unpriced, never 0", async () => {
    gateway.rows = [aRow({ credits_used: null, price_source: null })];
    await open("/requests");
    await screen.findByText("unpriced");
  });

  test("the keyboard walks, opens, switches and closes", async () => {
    const second = "0190a000-0000-7000-8000-000000000000";
    gateway.rows = [aRow(), aRow({ id: second, started_at: 1 })];
    gateway.details.set(aRow().id, aDetail());
    gateway.details.set(second, aDetail({ id: second, model: "other" }));
    const { user, container } = await open("/requests");
    await screen.findAllByText("0.2184");
    await user.keyboard("j{Enter}");
    await screen.findByText("3,410 × $0.15 / M");
    expect(window.location.hash).toBe(`#/requests?id=${aRow().id}`);
    await expectAccessible(container);
    await user.keyboard("j");
    await screen.findByText("other");
    expect(window.location.hash).toContain(second);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(window.location.hash).toBe("#/requests"));
  });

  test("a filter is typed, becomes a chip and part of the route", async () => {
    gateway.rows = [aRow()];
    const { user } = await open("/requests");
    await screen.findByText("0.2184");
    await user.keyboard("/status:5xx{Enter}");
    await waitFor(() => expect(window.location.hash).toBe("#/requests?q=status%3A5xx"));
    await screen.findByLabelText("Remove status: 5xx");
  });
});

describe("keys", () => {
  test("a made key's secret is shown once", async () => {
    const { user } = await open("/keys");
    await screen.findByText("Default");
    await user.keyboard("n");
    await user.type(await screen.findByLabelText("Name"), "nightly");
    await user.type(screen.getByLabelText("Budget, credits"), "25");
    await user.click(screen.getByTestId("key-submit"));
    expect((await screen.findByTestId("key-secret")).textContent).toBe("tp-k2k2k2k2-secret");
    const made = gateway.calls.find((call) => call.method === "POST" && call.path === "/keys");
    expect(made?.body).toMatchObject({ name: "nightly", preset: "app", budget: { credits: "25", period: "month" } });
    await user.click(screen.getByTestId("secret-done"));
    await waitFor(() => expect(screen.queryByText("tp-k2k2k2k2-secret")).toBeNull());
    await screen.findByText("nightly");
  });

  test("what the gateway refuses stands at its field", async () => {
    const { user } = await open("/keys?create=true");
    await user.type(await screen.findByLabelText("Name"), "Default");
    await user.click(screen.getByTestId("key-submit"));
    await screen.findByText("There is a key named 'Default' already.");
    expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBe("true");
  });

  test("a key is disabled from its menu, and deleted only by typing its name", async () => {
    gateway.keys = [aKey(), aKey({ id: "k3", name: "old" })];
    const { user, container } = await open("/keys");
    await expectAccessible(container);
    await user.click(await screen.findByRole("button", { name: "Actions for old" }));
    await user.click(await screen.findByRole("menuitem", { name: /^Disable/ }));
    await screen.findByText("disabled");
    await user.click(screen.getByRole("button", { name: "Actions for old" }));
    await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
    const confirm = await screen.findByRole("button", { name: "Delete key" });
    expect(confirm).toHaveProperty("disabled", true);
    await user.type(screen.getByLabelText("Type old to confirm"), "old");
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByText("old")).toBeNull());
  });
});

describe("the connection", () => {
  test("a browser asks for the token once, and says when it is wrong", async () => {
    window.sessionStorage.clear();
    render(<App />);
    const user = userEvent.setup();
    const field = await screen.findByLabelText("Admin token");
    await user.type(field, "wrong");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText(/does not accept this token/);
    await user.clear(field);
    await user.type(field, "right");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("heading", { name: "Overview" });
    expect(window.sessionStorage.getItem("turnpike.admin-token")).toBe("right");
  });

  test("a token that is no longer right leads back to the sign-in", async () => {
    window.sessionStorage.setItem("turnpike.admin-token", "stale");
    render(<App />);
    await screen.findByLabelText("Admin token");
  });

  test("a gateway that went away is told, and found again at once when asked", async () => {
    const { user } = await open("/keys");
    gateway.stop();
    await screen.findByText(/does not answer/, {}, { timeout: 3000 });
    gateway.up = true;
    await user.click(screen.getByRole("button", { name: "Retry now" }));
    await waitFor(() => expect(screen.queryByText(/does not answer/)).toBeNull());
    expect(screen.getByTestId("serving").textContent).toContain("serving");
  });

  test("a page that is left lets go of its events, and hears again when somebody comes back to it", async () => {
    await open("/keys");
    window.dispatchEvent(new Event("pagehide"));
    await waitFor(() => expect(gateway.listening).toBe(false));
    await waitFor(() => expect(gateway.listening).toBe(true), { timeout: 3000 });
  });
});
