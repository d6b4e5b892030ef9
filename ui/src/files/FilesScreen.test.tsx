import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import type { FileRow } from "../api/types";
import { settle } from "../parts/undo";
import { refusal, ScriptedGateway } from "../test/gateway";
import { aDetail, aFile, aKey } from "../test/records";

const STORAGE = { files: 2, used_bytes: 3_000_000, limit_bytes: 10_000_000 };

let gateway: ScriptedGateway;
let files: FileRow[];
let sent: Sent[];

/** An upload in the hands of a test. */
class Sent {
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload?: () => void;
  onabort?: () => void;
  status = 0;
  responseText = "";
  url = "";
  form = new FormData();

  open(_method: string, url: string) {
    this.url = url;
  }
  setRequestHeader() {}
  send(form: FormData) {
    this.form = form;
    sent.push(this);
  }
  abort() {
    this.onabort?.();
  }
  answers(status: number, body: unknown) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

beforeEach(() => {
  sent = [];
  files = [aFile(), aFile({ id: "file-2", filename: "photo.png", media_type: "image/png", kind: "image" })];
  gateway = new ScriptedGateway().install();
  gateway
    .on("GET /files", ({ query }) => {
      const shown = files.filter(({ filename, kind }) => {
        return filename.includes(query.get("text") ?? "") && (query.get("kind") ?? kind) === kind;
      });
      return { data: shown, next: null, storage: STORAGE };
    })
    .on("GET /files/{id}", ({ id }) => {
      const file = files.find((each) => each.id === id);
      return file ? { ...file, used_by: [], uses: 0 } : refusal(404, "There is no such file.");
    })
    .on("GET /files/{id}/content", () => new Response("What is a turnpike?"))
    .on("DELETE /files/{id}", ({ id }) => {
      files = files.filter((each) => each.id !== id);
      return new Response(null, { status: 204 });
    });
  vi.stubGlobal("XMLHttpRequest", Sent);
});
afterEach(() => {
  settle("file:file-1");
  vi.unstubAllGlobals();
});

async function open(route = "/files") {
  window.location.hash = route;
  const view = render(<App />);
  await screen.findByRole("heading", { level: 1, name: "Files" });
  return { ...view, user: userEvent.setup() };
}

function asked(method: string, path: string) {
  return gateway.calls.filter((call) => call.method === method && call.path === path).length;
}

async function choose(user: ReturnType<typeof userEvent.setup>, name: string, entry: string) {
  await user.click(await screen.findByRole("button", { name: `Actions for ${name}` }));
  await user.click(await screen.findByRole("menuitem", { name: new RegExp(`^${entry}`) }));
}

async function chooseFiles(user: ReturnType<typeof userEvent.setup>, ...names: string[]) {
  const input = document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  await user.upload(
    input,
    names.map((name) => new File(["0123456789"], name, { type: name.endsWith("png") ? "image/png" : "" })),
  );
}

test("the files, how full the storage is, and one of them beside the list with what used it", async () => {
  gateway.details.set("r1", aDetail({ id: "r1", model: "small", files: ["file-1"] }));
  gateway.on("GET /files/{id}", () => ({ ...files[0], made_by: "gone", used_by: ["r1"], uses: 1 }));
  const { container, user } = await open();
  await screen.findByText("3.0 MB of 10.0 MB");
  await user.click(await screen.findByRole("button", { name: "notes.txt" }));
  const pane = within(await screen.findByRole("complementary", { name: "File" }));
  await pane.findByText("What is a turnpike?");
  await pane.findByText("no longer in the log");
  const link = await pane.findByRole("link", { name: /small/ });
  expect(link.getAttribute("href")).toContain("/requests?id=r1");
  expect(window.location.hash).toBe("#/files?id=file-1");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
});

test("a name and a kind narrow the list, and nothing that fits can be taken back", async () => {
  const { user } = await open("/files?kind=image");
  await screen.findByRole("button", { name: "photo.png" });
  expect(screen.queryByRole("button", { name: "notes.txt" })).toBeNull();
  await user.type(screen.getByRole("searchbox", { name: "Search by name" }), "zz");
  await user.click(await screen.findByRole("button", { name: "Clear filters" }));
  await screen.findByRole("button", { name: "notes.txt" });
  expect(window.location.hash).toBe("#/files");
});

test("a longer list goes on when it is asked to, and is sorted by the gateway", async () => {
  const orders: (string | null)[] = [];
  gateway.on("GET /files", ({ query }) => {
    orders.push(query.get("order"));
    const next = query.has("after");
    return { data: [files[next ? 1 : 0]], next: next ? null : "file-1", storage: STORAGE };
  });
  const { user } = await open();
  await screen.findByRole("button", { name: "notes.txt" });
  await user.click(screen.getByRole("button", { name: "Show more" }));
  await screen.findByRole("button", { name: "photo.png" });
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Size" }));
  await waitFor(() => expect(orders.at(-1)).toBe("bytes"));
});

test("uploads tell how far they are, two at a time, for the key that is chosen", async () => {
  gateway.keys = [aKey({ id: "k1", name: "editor" })];
  const { user } = await open("/files?key=k1");
  await screen.findByText("editor");
  await chooseFiles(user, "a.png", "b.txt", "c.txt");
  await waitFor(() => expect(sent.map(({ form }) => form.get("purpose"))).toEqual(["vision", "user_data"]));
  expect(sent[0]?.url).toMatch(/\/admin\/files\?key=k1$/);
  act(() => sent[0]?.upload.onprogress?.({ loaded: 4 }));
  await screen.findByText("4 B of 10 B");
  act(() => sent[0]?.upload.onprogress?.({ loaded: 400 }));
  await screen.findByText("storing…");
  const before = asked("GET", "/files");
  act(() => sent[0]?.answers(200, aFile()));
  await waitFor(() => expect(sent).toHaveLength(3));
  await waitFor(() => expect(asked("GET", "/files")).toBeGreaterThan(before));
  await user.click(screen.getByRole("button", { name: "Cancel the upload of b.txt" }));
  act(() => sent[2]?.answers(200, aFile()));
  await screen.findByText("Uploaded 2 files");
  expect(screen.queryByRole("list", { name: "Uploads" })).toBeNull();
});

test("what does not fit is told at once", async () => {
  gateway.on("GET /files", () => ({ data: files, next: null, storage: { ...STORAGE, used_bytes: 9_999_995 } }));
  const { user } = await open();
  await screen.findByText("10.0 MB of 10.0 MB · nearly full");
  await chooseFiles(user, "large.bin");
  await screen.findByText(/^It does not fit into the storage that is left\./);
  expect(sent).toHaveLength(0);
  await user.click(screen.getByRole("button", { name: "Dismiss large.bin" }));
});

test("an upload that is refused says why, and can be sent again", async () => {
  const { user } = await open();
  await chooseFiles(user, "large.bin");
  await waitFor(() => expect(sent).toHaveLength(1));
  act(() => sent[0]?.answers(413, { error: { message: "9 of 9 bytes", code: "storage_limit_exceeded" } }));
  await screen.findByText(/^It does not fit into the storage that is left\./);
  await user.click(screen.getByRole("button", { name: "Upload large.bin again" }));
  await waitFor(() => expect(sent).toHaveLength(2));
  act(() => sent[1]?.answers(400, { error: { message: "The form ends too early." } }));
  await screen.findByText("The form ends too early.");
  await user.click(screen.getByRole("button", { name: "Dismiss large.bin" }));
  expect(screen.queryByText("large.bin")).toBeNull();
});

test("deleting can be undone, and a file that requests used is deleted only after a question", async () => {
  const { user } = await open();
  await choose(user, "notes.txt", "Delete");
  await screen.findByText("notes.txt deleted");
  expect(screen.queryByRole("button", { name: "notes.txt" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByRole("button", { name: "notes.txt" });
  gateway.on("GET /files/{id}", () => ({ ...files[0], used_by: ["r1", "r2"], uses: 2 }));
  await choose(user, "notes.txt", "Delete");
  const dialog = within(await screen.findByRole("dialog", { name: "Delete notes.txt" }));
  dialog.getByText(/^2 requests used it\./);
  expect(asked("DELETE", "/files/file-1")).toBe(0);
  await user.click(dialog.getByRole("button", { name: "Delete file" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "notes.txt" })).toBeNull());
  settle("file:file-1");
  await waitFor(() => expect(asked("DELETE", "/files/file-1")).toBe(1));
});

test("a file that an app uploads appears by itself", async () => {
  files = [];
  await open();
  await screen.findByText("No files yet");
  files = [aFile({ filename: "new.txt" })];
  await waitFor(() => expect(gateway.listening).toBe(true));
  act(() => gateway.emit("files.changed", {}));
  await screen.findByRole("button", { name: "new.txt" });
});

test("a list that can not be loaded says why and tries again", async () => {
  gateway.on("GET /files", () => refusal(500, "The disk failed."));
  const { user } = await open();
  const notice = await screen.findByRole("alert", {}, { timeout: 15_000 });
  expect(notice.textContent).toContain("The disk failed.");
  gateway.on("GET /files", () => ({ data: files, next: null, storage: STORAGE }));
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("button", { name: "notes.txt" });
});

test("the keyboard walks the files, opens one and closes it", async () => {
  const { user } = await open();
  await screen.findByRole("button", { name: "photo.png" });
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/files?id=file-2"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(window.location.hash).toBe("#/files"));
});
