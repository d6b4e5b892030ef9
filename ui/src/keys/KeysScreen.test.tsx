import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { ScriptedGateway } from "../test/gateway";
import { aKey } from "../test/records";
import { dayIn, endOfDay } from "./expiry";

let gateway: ScriptedGateway;
const DAY = 86_400_000;

beforeEach(() => {
  gateway = new ScriptedGateway().install();
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  window.location.hash = "/keys";
  const view = render(<App />);
  await screen.findByRole("table", { name: "Keys" });
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

function body(method: string, path: string) {
  return gateway.calls.findLast((call) => call.method === method && call.path === path)?.body;
}

test("a row tells what a key spent, how full its budget is and when it ends", async () => {
  const budget = { credits: "10", period: "month" } as const;
  gateway.keys = [
    aKey({ id: "a", name: "nearly", budget, spent: "8.5", period_ends_at: Date.now() + 3 * DAY }),
    aKey({ id: "b", name: "over", budget, spent: "10", expires_at: Date.now() - DAY }),
    aKey({ id: "c", name: "soon", expires_at: Date.now() + 3 * DAY, models: ["small"] }),
  ];
  const days = [...Array(29).fill("0.000000"), "4.200000"];
  gateway.on("GET /keys/usage", () => ({ data: [{ key: "a", days, today: "4.200000", requests: 310 }] }));
  const { container } = await open();
  await screen.findByText("4.2000");
  const row = (name: string) => within(screen.getByRole("rowheader", { name }).closest("tr") as HTMLElement);
  row("nearly").getByText("8.50 of 10 · nearly spent");
  row("nearly").getByText(/resets in 3 days/);
  row("nearly").getByRole("img", { name: "4.2000 credits on 30 days, 310 requests" });
  row("over").getByText("10 of 10 · spent");
  row("over").getByText("expired");
  expect(row("soon").getByText(/^expiring/).textContent).toBe("expiring in 3 days");
  expect(screen.getByRole("rowheader", { name: "soon" }).getAttribute("title")).toContain("Models: small");
  await expectAccessible(container);
});

test("limits are tried on the last 7 days before they are saved, and the result goes with a change", async () => {
  gateway.keys = [aKey({ name: "ci" })];
  const first_at = Date.now() - DAY;
  gateway.on("POST /keys/dry-run", () => ({
    from: 0,
    to: Date.now(),
    requests: 320,
    refused: 14,
    reasons: [{ limit: "requests_per_minute", refused: 14, first_at, first_request: "r1" }],
  }));
  const { user } = await open();
  await choose(user, "ci", "Edit");
  const limit = await screen.findByLabelText("Requests per minute");
  await user.clear(limit);
  await user.type(limit, "5");
  await user.click(screen.getByRole("button", { name: "Try on the last 7 days" }));
  await screen.findByText(/would have refused 14 of 320 requests, first at /);
  expect(body("POST", "/keys/dry-run")).toEqual({
    key: "k1",
    requests_per_minute: 5,
    endpoints: null,
    models: null,
    budget: null,
  });
  const link = screen.getByRole("link", { name: "Show requests: more than 5 in a minute" });
  expect(link.getAttribute("href")).toContain(`q=key%3Aci&from=${first_at}`);
  await expectAccessible(screen.getByRole("dialog"));
  await user.type(limit, "0");
  expect(screen.queryByText(/would have refused/)).toBeNull();
});

test("an end is chosen from the usual spans, and cleared again", async () => {
  const { user } = await open();
  await user.keyboard("n");
  await user.type(await screen.findByLabelText("Name"), "nightly");
  await user.click(screen.getByRole("button", { name: "30 days" }));
  expect(screen.getByLabelText("Last day")).toHaveProperty("value", dayIn(30, Date.now()));
  await user.click(screen.getByTestId("key-submit"));
  await screen.findByTestId("key-secret");
  expect(body("POST", "/keys")).toMatchObject({ expires_at: endOfDay(dayIn(30, Date.now())) });
  await user.click(screen.getByTestId("secret-done"));
  await choose(user, "nightly", "Edit");
  await user.click(await screen.findByRole("button", { name: "never" }));
  await user.click(screen.getByTestId("key-submit"));
  await screen.findByText("Saved nightly");
  expect(body("PATCH", "/keys/k2")).toMatchObject({ expires_at: null });
});

test("a copy is a new key with the same limits, which can be tested at once and used in the playground", async () => {
  gateway.keys = [aKey({ name: "ci", requests_per_minute: 7, models: ["sandbox-chat"], endpoints: ["chat"] })];
  gateway.streamHeaders = { "x-request-id": "r1", "x-model-used": "sandbox-chat" };
  gateway.stream = [JSON.stringify({ choices: [], usage: { total_tokens: 18, credits_used: "0.001650" } }), "[DONE]"];
  const { user } = await open();
  await choose(user, "ci", "Duplicate");
  expect(await screen.findByLabelText("Name")).toHaveProperty("value", "ci 2");
  await user.click(screen.getByTestId("key-submit"));
  await screen.findByTestId("key-secret");
  expect(body("POST", "/keys")).toMatchObject({
    requests_per_minute: 7,
    models: ["sandbox-chat"],
    endpoints: ["chat"],
  });
  await user.click(await screen.findByTestId("test-key"));
  await screen.findByText(/^It works: sandbox-chat · .+ · 18 tokens · 0\.0017 credits$/);
  await expectAccessible(screen.getByRole("dialog"));
  await user.click(screen.getByRole("link", { name: "Use in Playground" }));
  await screen.findByRole("heading", { level: 1, name: "Playground" });
  await waitFor(() => expect(screen.getByRole("combobox", { name: /as key/ }).textContent).toContain("ci 2"));
  await waitFor(() => expect(window.location.hash).toBe("#/playground?models=sandbox-chat"));
});

test("a test that is refused says why", async () => {
  const message = "You exceeded this key's budget.";
  const refused = () => new Response(JSON.stringify({ error: { message } }), { status: 429 });
  gateway.on("POST /try/v1/chat/completions", refused);
  const { user } = await open();
  await choose(user, "Default", "Duplicate");
  await user.click(await screen.findByTestId("key-submit"));
  await user.click(await screen.findByTestId("test-key"));
  await screen.findByText(`It was refused. ${message}`);
});

test("after a rotation it stands there until when the old secret works", async () => {
  gateway.on("POST /keys/{id}/rotate", () => ({ key: gateway.keys[0], secret: "tp-new" }));
  const { user } = await open();
  await choose(user, "Default", "Rotate");
  await screen.findByText(/^Until .+ both work\.$/);
  await user.click(screen.getByRole("button", { name: "Rotate key" }));
  await screen.findByText(/^The old secret works until .+\.$/);
  expect((await screen.findByTestId("key-secret")).textContent).toBe("tp-new");
  expect(body("POST", "/keys/k1/rotate")).toEqual({ overlap_seconds: 86_400 });
});

test("the keyboard walks the keys, edits and disables", async () => {
  gateway.keys = [aKey(), aKey({ id: "k3", name: "old" })];
  const { user } = await open();
  await user.keyboard("{ArrowDown}{ArrowDown}d");
  await screen.findByText("old is disabled: its requests are refused");
  expect(body("PATCH", "/keys/k3")).toEqual({ disabled: true });
  await user.keyboard("e");
  await screen.findByRole("dialog", { name: "Edit old" });
});
