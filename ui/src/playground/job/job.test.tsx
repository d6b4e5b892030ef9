import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../../App";
import { json, ScriptedGateway } from "../../test/gateway";
import { aFile, aFilm, aJob, aModel } from "../../test/records";

let gateway: ScriptedGateway;

const PRICE = { input: null, output: null, cached_input: null, per_request: null };

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.models.push(
    aModel({ id: "sandbox-video", kind: "video", price: { ...PRICE, per_second: "0.10" } }),
    aModel({ id: "sandbox-music", kind: "music", price: { ...PRICE, per_request: "5" } }),
  );
  gateway.on("GET /files/{id}/content", () => new Response("bytes"));
  vi.spyOn(HTMLMediaElement.prototype, "canPlayType").mockReturnValue("maybe");
});
afterEach(() => {
  window.dispatchEvent(new Event("pagehide"));
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(route: string) {
  window.location.hash = route;
  const view = render(<App />);
  await screen.findByTestId("answer");
  return { ...view, user: userEvent.setup() };
}

const answer = () => within(screen.getByTestId("answer"));
const sent = (path: string) => gateway.calls.filter((call) => call.path === path).map((call) => call.body);

function takes(path: string, id: string) {
  gateway.on(`POST /try/v1/${path}`, () => {
    const response = json({ job_id: id, status: "queued" }, 202);
    response.headers.set("x-request-id", "r1");
    return response;
  });
}

async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

test("a film is priced, asked for, followed and shown, and its job is one click away", async () => {
  gateway.jobs = [aJob()];
  takes("videos/generations", "video_1");
  const { user, container } = await open("/playground?panel=video");
  await user.click(screen.getByTestId("playground-run"));
  await screen.findByText("Write what is to be seen first.");
  await user.type(screen.getByLabelText("Prompt"), "A boat");
  await user.clear(screen.getByLabelText("Length"));
  await user.type(screen.getByLabelText("Length"), "8");
  await user.type(screen.getByLabelText("Films"), "2");
  await screen.findByText("about 160.0000 credits");
  await user.click(screen.getByRole("combobox", { name: "Shape" }));
  await user.click(await screen.findByRole("option", { name: "9:16" }));
  await user.click(screen.getByTestId("playground-run"));
  const card = within(await screen.findByTestId("job-card"));
  card.getByText("62 %");
  card.getByText("held 80.0000");
  answer().getByText("202 accepted");
  expect(sent("/try/v1/videos/generations")).toEqual([
    { model: "sandbox-video", prompt: "A boat", seconds: 8, aspect_ratio: "9:16", n: 2 },
  ]);
  expect(card.getByRole("link", { name: "Open in Jobs" }).getAttribute("href")).toContain("/jobs?id=video_1");
  await expectAccessible(container);
  await waitFor(() => expect(gateway.listening).toBe(true));
  gateway.jobs = [aFilm({ id: "video_1" })];
  act(() => gateway.emit("job.changed", gateway.jobs[0]));
  await card.findByLabelText("neon.mp4", { selector: "video" });
  card.getByText("settled 56.0000");
});

test("a film begins with an image that is chosen, or with one of the files; code shortens it", async () => {
  gateway.on("GET /files", () => ({
    data: [aFile({ id: "file-9", filename: "frame.png", media_type: "image/png", kind: "image" })],
    next: null,
    storage: { files: 1, used_bytes: 1, limit_bytes: 10 },
  }));
  takes("videos/generations", "video_1");
  const { user } = await open("/playground?panel=video");
  await user.type(screen.getByLabelText("Prompt"), "A boat");
  const input = document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  await user.upload(input, new File(["x".repeat(3_000)], "dawn.png", { type: "image/png" }));
  await within(screen.getByTestId("first-frame")).findByText("dawn.png");
  await user.click(screen.getByRole("button", { name: "View code" }));
  expect((await screen.findByTestId("playground-code")).textContent).toContain("… (3 kB)");
  await user.keyboard("{Escape}");
  await user.click(screen.getByTestId("playground-run"));
  await waitFor(() => expect(sent("/try/v1/videos/generations")).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "From Files" }));
  await user.click(await screen.findByRole("button", { name: /frame\.png/ }));
  await user.click(screen.getByTestId("playground-run"));
  await waitFor(() => expect(sent("/try/v1/videos/generations")).toHaveLength(2));
  const images = sent("/try/v1/videos/generations").map((body) => (body as { image: string }).image);
  expect([images[0]?.slice(0, 22), images[1]]).toEqual(["data:image/png;base64,", "file-9"]);
});

test("music is waited for where that is wanted, and comes from Files", async () => {
  gateway.on("POST /try/v1/music/generations", () => json({ created: 1, data: [{ url: "x", file_id: "file-3" }] }));
  gateway.on("GET /files/{id}", () => ({
    ...aFile({ id: "file-3", filename: "calm.wav", media_type: "audio/wav", kind: "audio" }),
    used_by: [],
    uses: 0,
  }));
  const { user, container } = await open("/playground?panel=music");
  await user.type(screen.getByLabelText("Prompt"), "calm");
  await user.type(screen.getByLabelText("Lyrics"), "la la");
  await user.type(screen.getByLabelText("Length"), "30");
  screen.getByText("about 5.0000 credits");
  await user.click(screen.getByRole("checkbox", { name: /^In the background/ }));
  await user.click(screen.getByTestId("playground-run"));
  await answer().findByRole("button", { name: "Play: calm.wav" });
  await user.click(screen.getByRole("checkbox", { name: /^Instrumental/ }));
  await user.click(screen.getByTestId("playground-run"));
  await waitFor(() => expect(sent("/try/v1/music/generations")).toHaveLength(2));
  expect(sent("/try/v1/music/generations")).toEqual([
    { model: "sandbox-music", prompt: "calm", lyrics: "la la", duration: 30 },
    { model: "sandbox-music", prompt: "calm", instrumental: true, duration: 30 },
  ]);
  await expectAccessible(container);
});

test("a field that makes no sense is told before anything is sent", async () => {
  const { user } = await open("/playground?panel=video");
  await user.type(screen.getByLabelText("Prompt"), "A boat");
  await user.type(screen.getByLabelText("Size"), "wide");
  await user.click(screen.getByTestId("playground-run"));
  await screen.findByText("Size: Like 1280x720.");
  expect(sent("/try/v1/videos/generations")).toEqual([]);
});
