import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { ScriptedGateway } from "../test/gateway";
import { aKey, aProvider, aStatus } from "../test/records";
import { changeAppearance, resetZoom } from "./appearance";

let gateway: ScriptedGateway;

beforeEach(() => {
  gateway = new ScriptedGateway().install();
});
afterEach(() => {
  vi.unstubAllGlobals();
  changeAppearance({ theme: "system" });
  resetZoom();
});

async function open(route = "/settings?q=nothing") {
  window.location.hash = route;
  const view = render(<App />);
  await screen.findByTestId("base-url");
  return { ...view, user: userEvent.setup() };
}

test("the palette finds a model by a few letters and goes there with Enter", async () => {
  const { user } = await open();
  await user.keyboard("{Control>}k{/Control}");
  const box = await screen.findByRole("combobox", { name: "Search or run" });
  await user.type(box, "sand over");
  await screen.findByRole("option", { name: /sandbox-overloaded/ });
  expect(screen.queryByRole("option", { name: /Go to Keys/ })).toBeNull();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toContain("/providers"));
});

test("the palette finds keys and providers by name, and a request by its pasted id", async () => {
  gateway.keys = [aKey({ name: "nightly" })];
  gateway.providers = [aProvider()];
  const { user } = await open();
  await user.keyboard("{Control>}k{/Control}");
  const box = await screen.findByRole("combobox", { name: "Search or run" });
  for (const [typed, name] of [
    ["night", /nightly/],
    ["acm", /acme/],
    ["7f2c19e0-6d0b-4c3e-9a41-2b8f5d10c7aa", /Open request/],
  ] as const) {
    await user.clear(box);
    await user.type(box, typed);
    await screen.findByRole("option", { name });
  }
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toContain("id=7f2c19e0"));
});

test("a command of another screen runs from the palette", async () => {
  const { user } = await open();
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: "Search or run" }), "new key{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/keys?create=true"));
});

test("the sheet of shortcuts says what works here", async () => {
  const { user } = await open();
  await user.keyboard("?");
  const sheet = within(await screen.findByRole("dialog", { name: "Shortcuts" }));
  sheet.getByText("Search settings");
  sheet.getByText("Search or run");
  expect(sheet.queryByText("New key")).toBeNull();
});

test("the gateway is paused and resumed from the strip on top", async () => {
  gateway
    .on("POST /pause", () => (gateway.status = aStatus({ paused: true })))
    .on("POST /resume", () => (gateway.status = aStatus()));
  const { user } = await open();
  await user.click(await screen.findByRole("button", { name: "Pause" }));
  await screen.findByText(/clients are turned away/);
  await waitFor(() => expect(screen.getByTestId("serving").textContent).toContain("paused"));
  await user.click(screen.getByTestId("pause"));
  await waitFor(() => expect(screen.queryByText(/clients are turned away/)).toBeNull());
});

test("who is open to the network is told so", async () => {
  gateway.status = aStatus({ local_only: false });
  await open();
  await screen.findByText("LAN");
  screen.getByText(/Your network can connect/);
});

test("an address that had to be another one is told until it is known", async () => {
  gateway.status = aStatus({ api: "http://127.0.0.1:4181/v1", listen_moved_from: "127.0.0.1:4180" });
  const { user } = await open();
  await user.click(await screen.findByRole("button", { name: "Got it" }));
  expect(screen.queryByText(/was taken at the first start/)).toBeNull();
  expect(window.localStorage.getItem("turnpike.moved-to")).toBe("http://127.0.0.1:4181/v1");
});

test("the rail folds to its pictures, which keep their names", async () => {
  const { user } = await open();
  await user.keyboard("{Control>}b{/Control}");
  await waitFor(() => expect(screen.queryByText("Requests")).toBeNull());
  screen.getByRole("link", { name: "Requests" });
  expect(window.localStorage.getItem("turnpike.rail")).toBe("narrow");
  await user.keyboard("{Control>}b{/Control}");
  await screen.findByText("Requests");
});

test("the size changes in steps, stays within its ends and is kept", async () => {
  const { user } = await open();
  const size = () => document.documentElement.style.fontSize;
  await user.keyboard("{Control>}+{/Control}");
  expect(size()).toBe("110%");
  await user.keyboard("{Control>}+++++{/Control}");
  expect(size()).toBe("150%");
  expect(window.localStorage.getItem("turnpike.zoom")).toBe("150");
  await user.keyboard("{Control>}0{/Control}");
  expect(size()).toBe("");
});
