import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { ScriptedGateway } from "../test/gateway";
import { aModel, aProvider } from "../test/records";

let gateway: ScriptedGateway;

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.providers = [aProvider({ id: "sandbox", vendor: "sandbox", label: "Sandbox", has_credential: false })];
  gateway.vendors = [
    { id: "acme", label: "Acme", base_url: "https://acme.example/v1", credential: "required", local: false },
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
  await user.click(await screen.findByRole("menuitem", { name: entry }));
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
  await choose(user, "acme", "Test and add models");
  expect((await screen.findByRole("alert")).textContent).toContain("The test failed. The key is wrong.");
  gateway.tested = { ok: true, milliseconds: 9, models: [], error: null };
  await user.click(screen.getByRole("button", { name: "Replace key" }));
  await user.type(await screen.findByLabelText("New API key"), "sk-better{Enter}");
  await screen.findByText("Answered in 9 ms with 0 models.");
  expect(gateway.calls.find((call) => call.method === "PATCH")?.body).toEqual({ api_key: "sk-better" });
});

test("the table tells how each provider is", async () => {
  gateway.providers.push(
    aProvider({ cooling: [{ model: "small", seconds: 42, last_error: "rate_limited: slow down" }] }),
    aProvider({ id: "locked", credential_readable: false }),
  );
  const { user, container } = await open();
  await screen.findByText("cooling 42 s");
  screen.getByText("small: rate_limited: slow down");
  screen.getByText("credential unreadable");
  await choose(user, "acme", "Switch off");
  await screen.findByText("switched off");
  await expectAccessible(container);
});

test("a provider that models still name is not deleted, and the reason is told", async () => {
  gateway.providers.push(aProvider());
  gateway.models = [aModel()];
  const { user } = await open();
  await choose(user, "acme", "Delete");
  await user.click(await screen.findByTestId("confirm-delete"));
  await screen.findByText("The model `small` names it.");
});

test("a model's price and the order of its fallbacks are changed", async () => {
  gateway.providers.push(aProvider());
  gateway.models = [aModel({ fallbacks: ["b", "c"] }), ...["b", "c", "d"].map((id) => aModel({ id, upstream: id }))];
  const { user } = await open();
  screen.getByText("b → c");
  expect(screen.getAllByText("unpriced")).toHaveLength(4);
  await choose(user, "small", "Edit");
  await user.type(await screen.findByLabelText("Input, US$ per million"), "0.15");
  await user.click(screen.getByTestId("model-submit"));
  await screen.findByText("A price needs both; leave both empty for the price list's.");
  await user.type(screen.getByLabelText("Output, US$ per million"), "0.6");
  await user.click(screen.getByRole("button", { name: "Move c up" }));
  await user.click(screen.getByRole("combobox", { name: "Add a fallback" }));
  await user.click(await screen.findByRole("option", { name: "d" }));
  await user.click(screen.getByRole("button", { name: "Remove b" }));
  const list = within(screen.getByRole("list", { name: "Fallbacks, in this order" }));
  expect(list.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["1c", "2d"]);
  await expectAccessible(screen.getByRole("dialog"));
  await user.click(screen.getByTestId("model-submit"));
  await screen.findByText("c → d");
  expect(gateway.calls.find((call) => call.method === "PUT")?.body).toMatchObject({
    id: "small",
    fallbacks: ["c", "d"],
    price: { input: "0.15", output: "0.6" },
  });
});
