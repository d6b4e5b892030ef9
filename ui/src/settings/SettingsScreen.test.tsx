import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { resetShortcut } from "../commands/remap";
import { changeAppearance } from "../shell/appearance";
import { ScriptedGateway } from "../test/gateway";
import { withSettings } from "../test/settings";

let gateway: ScriptedGateway;

beforeEach(() => {
  gateway = withSettings(new ScriptedGateway().install());
});
afterEach(() => {
  vi.unstubAllGlobals();
  resetShortcut();
  changeAppearance({ theme: "system", density: "normal" });
});

/** The rows that hold `typed`: looking for one among all of them takes its time without a real browser. */
async function open(typed: string) {
  window.location.hash = typed === "" ? "/settings" : `/settings?q=${typed}`;
  const view = render(<App />);
  await waitFor(() => expect(view.container.querySelector("h2")).not.toBeNull());
  return { ...view, user: userEvent.setup() };
}
const sent = () => gateway.calls.filter(({ method }) => method === "PATCH").map(({ body }) => body);

test("a changed setting is sent alone, told as saved, and can be reverted from the list of changes", async () => {
  const { user } = await open("port");
  const port = await screen.findByRole("textbox", { name: "Port" });
  await user.clear(port);
  await user.type(port, "4190{Enter}");
  await screen.findByText("Saved");
  expect(sent()).toEqual([{ listen: "127.0.0.1:4190" }]);
  const search = screen.getByRole("searchbox", { name: "Search settings" });
  await user.clear(search);
  await user.type(search, "was changed");
  await user.click(await screen.findByRole("button", { name: "Revert Address" }));
  await user.clear(search);
  await user.type(search, "port");
  await screen.findByRole("textbox", { name: "Port" });
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Port" }).value).toBe("4180"));
});

test("every control of all sections has a name", async () => {
  const { container } = await open("");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}, 30_000);

test("new prices are fetched only when they are wanted, and it is told when that last happened", async () => {
  const { user } = await open("rates");
  await screen.findByText("genai-prices@0.2.1");
  expect(screen.queryByText(/newest as of/)).toBeNull();
  await user.click(await screen.findByRole("combobox", { name: "Fetch new prices" }));
  await user.click(await screen.findByRole("option", { name: "Once a day" }));
  await screen.findByText("newest as of now");
  await screen.findByText("genai-prices@2026-11-23");
  expect(sent()).toEqual([{ refresh_prices: true }]);
});

test("what can not be is told beside the field, and is not sent", async () => {
  const { user } = await open("port");
  const port = await screen.findByRole("textbox", { name: "Port" });
  await user.clear(port);
  await user.type(port, "70000{Enter}");
  await screen.findByText("A port is a number from 1 to 65535.");
  expect(port.getAttribute("aria-invalid")).toBe("true");
  expect(sent()).toEqual([]);
  await user.keyboard("{Escape}");
  expect(screen.queryByText("A port is a number from 1 to 65535.")).toBeNull();
});

test("what the gateway refuses stands beside the field with its reason", async () => {
  const { user } = await open("port");
  const port = await screen.findByRole("textbox", { name: "Port" });
  await user.clear(port);
  await user.type(port, "80{Enter}");
  await screen.findByText("127.0.0.1:80 is used by nginx.");
});

test("opening it to the network is asked once more", async () => {
  const { user } = await open("connect");
  await user.click(await screen.findByRole("combobox", { name: "Who can connect" }));
  await user.click(await screen.findByRole("option", { name: "Your network" }));
  expect(sent()).toEqual([]);
  await user.click(await screen.findByRole("button", { name: "Let it connect" }));
  await waitFor(() => expect(sent()).toEqual([{ listen: "0.0.0.0:4180" }]));
});

test("a list takes one entry at a time", async () => {
  const { user } = await open("web");
  const origins = await screen.findByRole("textbox", { name: "Web pages that may call" });
  await user.type(origins, "app.example.com{Enter}");
  await screen.findByText(/An origin is written like/);
  await user.clear(origins);
  await user.type(origins, "https://app.example.com{Enter}");
  await user.click(await screen.findByRole("button", { name: "Remove https://app.example.com" }));
  await waitFor(() => expect(sent()).toEqual([{ cors_origins: ["https://app.example.com"] }, { cors_origins: [] }]));
});

test("the search is part of the route and leaves only what fits", async () => {
  const { user } = await open("");
  await user.keyboard("/");
  await user.keyboard("cors");
  await waitFor(() => expect(window.location.hash).toBe("#/settings?q=cors"));
  screen.getByText("Web pages that may call");
  expect(screen.queryByText("Row height")).toBeNull();
});

test("the look changes at once and is kept", async () => {
  const { user } = await open("theme");
  await user.click(await screen.findByRole("combobox", { name: "Theme" }));
  await user.click(await screen.findByRole("option", { name: "High contrast" }));
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("contrast"));
  expect(window.localStorage.getItem("turnpike.theme")).toBe("contrast");
});

test("a new key that another command has is told, and taken only when asked", async () => {
  const { user } = await open("edit key");
  const row = await waitFor(() => {
    const title = document.getElementById("setting-shortcut-keys.edit");
    expect(title).not.toBeNull();
    return title?.closest("div.grid") as HTMLElement;
  });
  await user.click(within(row).getByRole("button", { name: "Change" }));
  await user.keyboard("n");
  await within(row).findByText("N is used for New key.");
  await user.click(within(row).getByRole("button", { name: "Use it here" }));
  await waitFor(() => expect(row.querySelector("kbd")?.textContent).toBe("N"));
  await user.click(within(row).getByRole("button", { name: "Reset" }));
  await waitFor(() => expect(row.querySelector("kbd")?.textContent).toBe("E"));
});
