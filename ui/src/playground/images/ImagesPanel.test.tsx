import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../../App";
import { refusal, ScriptedGateway } from "../../test/gateway";
import { aDetail, aFile, aModel } from "../../test/records";

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGPYGcQtH78OAAfsAkOvt7uoAAAAAElFTkSuQmCC";
const PRICE = { input: null, output: null, cached_input: null, per_request: null };
const headers = { "x-request-id": "r1", "x-credits-used": "8.000000", "content-type": "application/json" };

let gateway: ScriptedGateway;
/** Which request each kept file was said to come of. */
let madeBy: (string | null)[];

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.models.push(aModel({ id: "sandbox-image", kind: "image", price: { ...PRICE, per_image: "0.04" } }));
  gateway.details.set("r1", aDetail({ id: "r1", credits_used: "8.000000" }));
  madeBy = [];
  gateway.on("POST /files", ({ body, query }) => {
    madeBy.push(query.get("made_by"));
    return { id: "file-9", filename: (body as { file: File }).file.name };
  });
  // Nothing is laid out or decoded here: every image is this large, and every canvas takes whatever is painted.
  vi.stubGlobal(
    "Image",
    class {
      naturalWidth = 2;
      naturalHeight = 1;
      onload: () => void = () => undefined;
      set src(_: string) {
        queueMicrotask(() => this.onload());
      }
    },
  );
  const nothing = () => undefined;
  const context = Object.fromEntries(
    "clearRect fillRect beginPath moveTo lineTo stroke setTransform".split(" ").map((name) => [name, nothing]),
  );
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done) => done(new Blob(["mask"])));
});
afterEach(() => {
  window.dispatchEvent(new Event("pagehide"));
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(route = "/playground?panel=images") {
  window.location.hash = route;
  const view = render(<App />);
  await screen.findByTestId("answer");
  return { ...view, user: userEvent.setup() };
}

const answer = () => within(screen.getByTestId("answer"));
const given = () => within(screen.getByTestId("given"));
const sent = (path: string) => gateway.calls.filter((call) => call.path === path).map((call) => call.body);
const png = (name: string) =>
  new File([Uint8Array.from(atob(PNG), (letter) => letter.charCodeAt(0))], name, { type: "image/png" });

/** Draws two images of a gate. */
async function drawTwo() {
  const data = [{ b64_json: PNG, revised_prompt: "A gate, finely drawn", seed: 12 }, { b64_json: PNG }];
  gateway.on("POST /try/v1/images/generations", () => new Response(JSON.stringify({ created: 1, data }), { headers }));
  const view = await open();
  await view.user.type(screen.getByLabelText("Prompt"), "a gate");
  await view.user.type(screen.getByLabelText("How many"), "2");
  screen.getByText("2 × 4.0000 = 8.0000 credits at the usual price");
  await view.user.click(screen.getByTestId("playground-run"));
  await answer().findByText("200 done");
  return view;
}

async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

test("images are drawn, each with what is known of it, and put among the files", async () => {
  const { user, container } = await drawTwo();
  expect(sent("/try/v1/images/generations")).toEqual([
    { model: "sandbox-image", prompt: "a gate", n: 2, response_format: "b64_json" },
  ]);
  const seed = await answer().findByText("seed 12");
  await waitFor(() => {
    const facts = [...(seed.parentElement?.children ?? [])].map(({ textContent }) => textContent);
    expect(facts).toEqual(["2 × 1", "PNG 72 B", "seed 12", "4.0000 credits"]);
  });
  answer().getByText("A gate, finely drawn");
  answer().getByText("8.0000 credits");
  await expectAccessible(container);
  await user.click(answer().getAllByRole("button", { name: "Save to Files" })[1] as HTMLElement);
  expect((await answer().findByRole("link", { name: "Show in Files" })).getAttribute("href")).toContain("id=file-9");
  expect((sent("/files") as { file: File }[])[0]?.file.name).toBe("a-gate-2.png");
  expect(madeBy).toEqual(["r1"]);
});

test("an image is looked at large, its neighbours by the arrow keys, and Escape goes back", async () => {
  const { user } = await drawTwo();
  await user.click(await answer().findByRole("button", { name: "Open image 1" }));
  const dialog = await screen.findByRole("dialog", { name: "a gate" });
  within(dialog).getByText("1 of 2");
  within(dialog).getByText("Prompt as the model understood it");
  await user.keyboard("{ArrowRight}{ArrowRight}");
  await within(dialog).findByText("2 of 2");
  await expectAccessible(dialog);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("once more keeps what was drawn before in sight, and what is being written", async () => {
  const { user } = await drawTwo();
  await user.type(screen.getByLabelText("Prompt"), " at night");
  await user.click(answer().getByRole("button", { name: "Re-roll" }));
  await waitFor(() => expect(answer().getAllByRole("list", { name: "Images drawn" })).toHaveLength(2));
  expect(sent("/try/v1/images/generations")[1]).toMatchObject({ prompt: "a gate" });
  expect(screen.getByLabelText<HTMLTextAreaElement>("Prompt").value).toBe("a gate at night");
});

test("a drawn image is edited where a mask lets it", async () => {
  const { user } = await drawTwo();
  await user.click(answer().getAllByRole("button", { name: "Edit this image" })[0] as HTMLElement);
  await given().findByText("a-gate-1.png");
  await user.click(given().getByRole("button", { name: "Paint a mask" }));
  const dialog = within(await screen.findByRole("dialog"));
  const canvas = await dialog.findByRole("application", { name: "Mask" });
  expect(dialog.getByRole("button", { name: "Use mask" })).toHaveProperty("disabled", true);
  canvas.focus();
  await user.keyboard(" ");
  await user.click(dialog.getByRole("button", { name: "Undo" }));
  expect(dialog.getByRole("button", { name: "Use mask" })).toHaveProperty("disabled", true);
  await user.click(dialog.getByRole("button", { name: "Eraser" }));
  await user.click(dialog.getByRole("button", { name: "Invert" }));
  await expectAccessible(screen.getByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Use mask" }));
  await given().findByText("72 B · with a mask");
  gateway.on(
    "POST /try/v1/images/edits",
    () => new Response(JSON.stringify({ data: [{ b64_json: PNG }] }), { headers }),
  );
  await user.clear(screen.getByLabelText("How many"));
  await user.click(screen.getByTestId("playground-run"));
  await waitFor(() => expect(answer().getAllByRole("list", { name: "Images drawn" })).toHaveLength(2));
  const [form = {}] = sent("/try/v1/images/edits") as Record<string, File | string>[];
  expect(form).toMatchObject({ model: "sandbox-image", prompt: "a gate", response_format: "b64_json" });
  expect([(form.image as File).name, (form.mask as File).name]).toEqual(["a-gate-1.png", "mask.png"]);
});

test("images to edit come from the disk and from Files; what is none is refused by name", async () => {
  const photo = aFile({ id: "file-3", filename: "photo.png", kind: "image", media_type: "image/png" });
  gateway.on("GET /files", ({ query }) => ({ data: query.get("kind") === "image" ? [photo] : [], next: null }));
  gateway.on("GET /files/{id}/content", () => new Response(png("photo.png")));
  const { user, container } = await open();
  await user.click(screen.getByRole("button", { name: "Edit" }));
  await user.click(screen.getByTestId("playground-run"));
  await screen.findByText("Choose an image to edit first.");
  const input = screen.getByLabelText("Choose images", { selector: "input" });
  await user.upload(input, [png("gate.png"), new File(["<svg/>"], "drawing.png", { type: "image/png" })]);
  await given().findByText("gate.png");
  await screen.findByText("drawing.png is no PNG, JPEG or WebP image.");
  await user.click(given().getByRole("button", { name: "From Files" }));
  await user.click(await screen.findByRole("button", { name: /photo\.png/ }));
  await given().findByText("photo.png");
  await expectAccessible(container);
  await user.click(screen.getByRole("button", { name: "View code" }));
  expect((await screen.findByTestId("playground-code")).textContent).toContain(
    `-F 'image[]=@"gate.png"' \\\n  -F 'image[]=@"photo.png"'`,
  );
});

test("what is wrong is gone to, and what was drawn before stays beneath what failed", async () => {
  const { user } = await drawTwo();
  await user.type(screen.getByLabelText("Size"), "large");
  await user.click(screen.getByTestId("playground-run"));
  await screen.findByText("Size: A width and a height, such as 1024x1024.");
  expect(document.activeElement).toBe(screen.getByLabelText("Size"));
  await user.clear(screen.getByLabelText("Size"));
  gateway.on("POST /try/v1/images/generations", () => refusal(400, "Sandbox: it draws png.", "output_format"));
  await user.click(screen.getByTestId("playground-run"));
  const error = await answer().findByRole("alert");
  const before = answer().getByRole("list", { name: "Images drawn" });
  expect(error.compareDocumentPosition(before)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

test("a file of the route is edited", async () => {
  gateway.on("GET /files/{id}", () => aFile({ id: "file-3", filename: "photo.png" }));
  gateway.on("GET /files/{id}/content", () => new Response(png("photo.png")));
  await open("/playground?panel=images&file=file-3");
  await within(await screen.findByTestId("given")).findByText("photo.png");
  await waitFor(() => expect(window.location.hash).not.toContain("file="));
});

test("drafts are shown as they come, and Escape stops in the middle", async () => {
  let out: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      out = controller;
    },
  });
  const tell = (type: string, more: object) =>
    out?.enqueue(new TextEncoder().encode(`data: ${JSON.stringify({ type, b64_json: PNG, ...more })}\n\n`));
  gateway.on(
    "POST /try/v1/images/generations",
    () => new Response(body, { headers: { "x-request-id": "r1", "content-type": "text/event-stream; charset=utf-8" } }),
  );
  const { user } = await open();
  await user.click(screen.getByLabelText("Stream drafts"));
  await user.type(screen.getByLabelText("How many"), "2");
  await user.type(screen.getByLabelText("Prompt"), "a gate{Control>}{Enter}{/Control}");
  await waitFor(() => expect(sent("/try/v1/images/generations")).toHaveLength(1));
  tell("image_generation.partial_image", { partial_image_index: 0 });
  await answer().findByText("Draft 1");
  tell("image_generation.completed", {});
  await answer().findByText("1 of 2 drawn…");
  expect(answer().queryByText("Draft 1")).toBeNull();
  await user.keyboard("{Escape}");
  await answer().findByText("200 stopped");
  answer().getByText("Stopped after 1 image.");
});

test("an address of the gateway is fetched from there, one of a provider is told", async () => {
  const data = [
    { url: "http://127.0.0.1:4180/v1/images/content/abc" },
    { url: "https://cdn.example/2.png" },
    { url: "http://127.0.0.1:4180/v1/images/content/gone" },
  ];
  gateway.on("POST /try/v1/images/generations", () => new Response(JSON.stringify({ data }), { headers }));
  gateway.on("GET /try/v1/images/content/abc", () => new Response(png("x")));
  const { user } = await open();
  await user.type(screen.getByLabelText("Prompt"), "a gate");
  await user.click(screen.getByTestId("playground-run"));
  await answer().findByRole("button", { name: "Open image 1" });
  answer().getByText(/this window does not load/);
  answer().getByText("https://cdn.example/2.png");
  await answer().findByText(/It could not be fetched: No route/);
});
