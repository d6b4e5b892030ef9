import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { refusal, ScriptedGateway } from "../test/gateway";
import { aRow } from "../test/records";

let gateway: ScriptedGateway;
const id = (n: number) => `0190a000-0000-7000-8000-00000000000${n}`;
const rows = [3, 2, 1].map((n) => aRow({ id: id(n), started_at: n, model: `model-${n}`, model_used: `model-${n}` }));

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.rows = rows;
  gateway.on("GET /requests/volume", ({ query }) => ({
    from: 1_000,
    to: 4_000,
    bucket_ms: 1_000,
    buckets: [
      { at: 1_000, requests: 4, failed: 0 },
      { at: 2_000, requests: 0, failed: 0 },
      { at: 3_000, requests: 2, failed: 1 },
    ],
    matched: query.has("filter") ? 6 : 18,
    total: 1_204,
  }));
});
afterEach(() => vi.unstubAllGlobals());

async function open(route = "/requests") {
  window.location.hash = route;
  const view = render(<App />);
  await screen.findByRole("heading", { level: 1, hidden: true });
  await waitFor(() => expect(gateway.listening).toBe(true));
  return { ...view, user: userEvent.setup() };
}

const hash = () => decodeURIComponent(window.location.hash.replaceAll("+", " "));
const rowOf = (model: string) => screen.getByText(model).closest<HTMLElement>("[role=row]") as HTMLElement;

async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

test("the figures say how much of the log is shown", async () => {
  const { container } = await open();
  await screen.findByText("18 of 1,204");
  await screen.findByText("model-3");
  await expectAccessible(container);
});

test("plain text filters when typing pauses, a token when it is whole", async () => {
  const { user } = await open();
  await screen.findByText("model-3");
  await user.keyboard("/");
  await user.keyboard("hello");
  await waitFor(() => expect(hash()).toBe("#/requests?q=hello"));
  await user.keyboard(" -key:ci ");
  await waitFor(() => expect(hash()).toBe("#/requests?q=hello -key:ci"));
  screen.getByRole("button", { name: "Remove not key: ci" });
  expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Filter requests" }).value.trim()).toBe("hello");
});

test("names, then values are suggested, and chosen with the keys", async () => {
  const { user, container } = await open();
  await screen.findByText("model-3");
  await user.keyboard("/sta");
  const option = await screen.findByRole("option");
  expect(option.textContent).toContain("status:");
  await expectAccessible(container);
  await user.keyboard("{Enter}5");
  await screen.findByRole("option", { name: /5xx/ });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(hash()).toBe("#/requests?q=status:5xx"));
  await user.keyboard("{Backspace}");
  await waitFor(() => expect(hash()).toBe("#/requests"));
  expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Filter requests" }).value).toBe("status:5xx");
});

test("what the gateway says of a filter stands under it", async () => {
  gateway.on("GET /requests", ({ query }) =>
    query.get("filter") === "status:blue"
      ? refusal(400, "`status:blue` at character 1: give ok.", "filter")
      : { data: rows, next: null },
  );
  const { user, container } = await open("/requests?q=status:blue");
  expect((await screen.findByRole("alert")).textContent).toBe("`status:blue` at character 1: give ok.");
  await expectAccessible(container);
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  await screen.findByText("model-3");
});

test("a quick filter is put in and taken out", async () => {
  const { user } = await open("/requests?q=hello");
  await user.click(await screen.findByRole("button", { name: "Errors" }));
  await waitFor(() => expect(hash()).toBe("#/requests?q=hello status:error"));
  await user.click(screen.getByRole("button", { name: "Errors" }));
  await waitFor(() => expect(hash()).toBe("#/requests?q=hello"));
});

test("a row's menu filters by its values, from the mouse and from the keyboard", async () => {
  const { user } = await open();
  await screen.findByText("model-2");
  fireEvent.contextMenu(rowOf("model-2"));
  await user.click(await screen.findByRole("menuitem", { name: "Hide model-2" }));
  await waitFor(() => expect(hash()).toBe("#/requests?q=-model:model-2"));
  await user.keyboard("{Home}");
  fireEvent.contextMenu(screen.getByRole("grid"));
  await user.click(await screen.findByRole("menuitem", { name: "Show only key Default" }));
  await waitFor(() => expect(hash()).toBe("#/requests?q=-model:model-2 key:Default"));
});

test("bars narrow the time by keyboard, and the time is cleared again", async () => {
  const { user } = await open();
  const bars = await screen.findByRole("slider", { name: "Requests over time" });
  bars.focus();
  await user.keyboard("{ArrowLeft}{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}");
  expect(bars.getAttribute("aria-valuetext")).toMatch(/6 requests, 1 failed/);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(hash()).toBe("#/requests?from=1000&to=4000"));
  await user.click(screen.getByRole("button", { name: "Clear time range" }));
  await waitFor(() => expect(hash()).toBe("#/requests"));
});

test("rows are chosen with Ctrl and Shift, and two of them compared", async () => {
  const { user, container } = await open();
  await screen.findByText("model-3");
  fireEvent.click(rowOf("model-3"), { ctrlKey: true });
  fireEvent.click(rowOf("model-1"), { shiftKey: true });
  const bar = within(screen.getByRole("group", { name: "Selected requests" }));
  bar.getByText("3 selected");
  expect(bar.getByRole("button", { name: "Compare" })).toHaveProperty("disabled", true);
  await expectAccessible(container);
  fireEvent.click(rowOf("model-2"), { ctrlKey: true });
  bar.getByText("2 selected");
  await user.click(bar.getByRole("button", { name: "Compare" }));
  await waitFor(() => expect(hash()).toBe(`#/requests?compare=${id(1)},${id(3)}`));
});

test("Ctrl+A chooses what is loaded and says so; Escape lets go", async () => {
  const { user } = await open();
  await screen.findByText("model-3");
  await user.keyboard("{Control>}a{/Control}");
  screen.getByText("(every loaded row)");
  await user.keyboard("{Escape}");
  expect(screen.queryByText("(every loaded row)")).toBeNull();
});

test("Shift with the arrows chooses from where it began", async () => {
  const { user } = await open();
  await screen.findByText("model-3");
  await user.keyboard("j{Shift>}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}");
  expect(rowOf("model-3").getAttribute("aria-selected")).toBe("true");
  expect(rowOf("model-2").getAttribute("aria-selected")).toBe("true");
  expect(rowOf("model-1").getAttribute("aria-selected")).toBe("false");
});

test("Space pins the row that the keyboard is on", async () => {
  gateway.on("PATCH /requests/{id}", ({ id, body }) => ({ ...rows.find((row) => row.id === id), ...(body as object) }));
  const { user } = await open();
  await screen.findByText("model-3");
  await user.keyboard("j ");
  await within(rowOf("model-3")).findByRole("img", { name: "Pinned" });
  expect(gateway.calls.find((call) => call.method === "PATCH")?.body).toEqual({ pinned: true });
});

test("deleted rows are gone at once, back when that is undone, and only then deleted", async () => {
  gateway.on("POST /requests/delete", () => ({ deleted: 1 }));
  const { user } = await open();
  await screen.findByText("model-3");
  await user.keyboard("j{Delete}");
  await waitFor(() => expect(screen.queryByText("model-3")).toBeNull());
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await screen.findByText("model-3");
  await user.keyboard("{Home}{Delete}");
  await user.click(await screen.findByRole("button", { name: "Close" }));
  await waitFor(() => expect(gateway.calls.some((call) => call.path === "/requests/delete")).toBe(true));
  expect(gateway.calls.find((call) => call.path === "/requests/delete")?.body).toEqual({ ids: [id(3)] });
});

test("a view is saved, shown again, and its deletion undone", async () => {
  const { user } = await open("/requests?q=key:ci");
  await user.click(await screen.findByRole("button", { name: "Views" }));
  await user.type(await screen.findByLabelText("Name of this view"), "nightly{Enter}");
  await user.click(await screen.findByRole("button", { name: "nightly" }));
  await user.click(await screen.findByRole("button", { name: "Errors today" }));
  await waitFor(() => expect(hash()).toBe("#/requests?q=status:error&range=today"));
  await user.click(screen.getByRole("button", { name: "Errors today" }));
  await user.click(await screen.findByRole("button", { name: "nightly" }));
  await waitFor(() => expect(hash()).toBe("#/requests?q=key:ci"));
});

test("columns are shown, hidden and remembered", async () => {
  const { user, container, unmount } = await open();
  await screen.findByText("model-3");
  await user.click(screen.getByRole("button", { name: "Columns" }));
  await user.click(await screen.findByRole("checkbox", { name: "Note" }));
  await screen.findByRole("columnheader", { name: "Note", hidden: true });
  await expectAccessible(container);
  unmount();
  await open();
  await screen.findByRole("columnheader", { name: "Note" });
});

test("a filter that nothing fits says what is nearest", async () => {
  gateway.on("GET /requests", ({ query }) => ({ data: query.has("from") ? [] : rows, next: null }));
  const { user } = await open("/requests?q=key:ci&from=1&to=2");
  await screen.findByText("No requests match");
  await user.click(await screen.findByRole("button", { name: "Show 6 from any time" }));
  await screen.findByText("model-3");
  expect(hash()).toBe("#/requests?q=key:ci");
});

test("a list without traffic shows the call that would fill it", async () => {
  gateway.rows = [];
  await open();
  await screen.findByText("No requests yet");
  expect(screen.getByRole("region", { name: "curl command" }).textContent).toContain("/v1/chat/completions");
});
