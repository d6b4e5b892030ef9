import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { settle } from "../parts/undo";
import { refusal, ScriptedGateway } from "../test/gateway";
import { aFilm, aJob } from "../test/records";

let gateway: ScriptedGateway;

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.jobs = [
    aJob(),
    aFilm(),
    aJob({
      id: "music_1",
      kind: "music",
      prompt: "Calm piano",
      parameters: { model: "sandbox-music", prompt: "Calm piano" },
      state: "failed",
      ended_at: aJob().created_at + 4_000,
      credits_used: "0.000000",
      error: { code: "content_policy_violation", message: "Sensitive words." },
    }),
  ];
  gateway.on("GET /files/{id}/content", () => new Response("film"));
  vi.spyOn(HTMLMediaElement.prototype, "canPlayType").mockReturnValue("maybe");
});
afterEach(() => {
  settle("job:video_2");
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function open(route = "/jobs") {
  window.location.hash = route;
  const view = render(<App />);
  // Where a job stands in the place of the list, there is one for those who do not see it.
  await screen.findAllByRole("heading", { level: 1, name: "Jobs" });
  return { ...view, user: userEvent.setup() };
}

const row = async (prompt: string) => {
  const name = await screen.findByRole("button", { name: prompt });
  return within(name.closest("li") as HTMLElement);
};
const pane = async () => within(await screen.findByRole("complementary", { name: "Job" }));
const called = (method: string, path: string) =>
  gateway.calls.filter((call) => call.method === method && call.path === path).length;

/** Contrast needs a real screen; everything else is checked here. */
async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

test("jobs under way stand first, each with its state, its credits and what can be done", async () => {
  const { container } = await open();
  const list = await screen.findByRole("list", { name: "Jobs" });
  expect([...list.querySelectorAll("[data-job-id]")].map((item) => item.getAttribute("data-job-id"))).toEqual([
    "video_1",
    "video_2",
    "music_1",
  ]);
  const active = await row("A boat at dawn");
  active.getByText("veo · gemini");
  active.getByText("held 80.0000");
  expect(active.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("62");
  active.getByRole("button", { name: "Cancel" });
  const done = await row("Neon city");
  done.getByText("settled 56.0000");
  expect(done.queryByRole("progressbar")).toBeNull();
  done.getByRole("button", { name: "Save" });
  const failed = await row("Calm piano");
  failed.getByText("released");
  failed.getByText(/nothing charged/);
  failed.getByRole("button", { name: "Why?" });
  expect(screen.getByRole("link", { name: /^Jobs\D*1/ }).textContent).toContain("1 under way");
  await expectAccessible(container);
});

test("a job is followed as it goes on, and shows what it made when it ends", async () => {
  await open("/jobs?id=video_1");
  const detail = await pane();
  await detail.findByText("processing");
  await waitFor(() => expect(gateway.listening).toBe(true));
  gateway.jobs[0] = aJob({ progress: 80 });
  act(() => gateway.emit("job.changed", gateway.jobs[0]));
  expect(await screen.findAllByText("80 %")).toHaveLength(2);
  gateway.jobs[0] = aFilm({ id: "video_1", prompt: "A boat at dawn", credits_used: "70.000000" });
  act(() => gateway.emit("job.changed", gateway.jobs[0]));
  await detail.findByLabelText("neon.mp4", { selector: "video" });
  (await row("A boat at dawn")).getByText("settled 70.0000");
  await waitFor(() => expect(screen.queryByTestId("rail-count")).toBeNull());
});

test("a job that an app asks for appears by itself", async () => {
  gateway.jobs = [];
  await open();
  await screen.findByText("No jobs yet");
  expect(screen.getByRole("link", { name: "Generate a video" }).getAttribute("href")).toContain("panel=video");
  await waitFor(() => expect(gateway.listening).toBe(true));
  gateway.jobs = [aJob()];
  act(() => gateway.emit("job.changed", aJob()));
  await row("A boat at dawn");
});

test("a job in full: what was asked, every look with its reason, and a way to its request", async () => {
  const at = aJob().created_at;
  const events = [
    { at: at + 1_000, step: "submitted", percent: null, message: null },
    { at: at + 4_000, step: "progress", percent: 20, message: null },
    { at: at + 9_000, step: "look_failed", percent: 20, message: "429 Too Many Requests" },
  ];
  gateway.on("GET /jobs/{id}", () => ({ ...aJob({ trouble: "429 Too Many Requests" }), outputs: [], events }));
  const { container } = await open("/jobs?id=video_1");
  const detail = await pane();
  const steps = within(await detail.findByTestId("timeline")).getAllByRole("listitem");
  expect(steps.map((step) => step.textContent)).toEqual([
    "0:00Asked for",
    "0:01Taken by the provider",
    "0:04Looked: under way · 20 %",
    "0:09Look failed429 Too Many Requests",
  ]);
  detail.getByText("The last look failed: 429 Too Many Requests");
  detail.getByText("seconds");
  detail.getByText("this window");
  expect(detail.getByRole("link", { name: /^0190a000/ }).getAttribute("href")).toContain("/requests?id=0190a000");
  await expectAccessible(container);
});

test("an end without a result is told in plain words, with its own beside them", async () => {
  const { user } = await open();
  await user.click((await row("Calm piano")).getByRole("button", { name: "Why?" }));
  const detail = await pane();
  expect((await detail.findByTestId("explanation")).textContent).toBe(
    "The provider refused it for what the prompt or the image shows. Nothing was charged. Word it differently, or ask another model.",
  );
  detail.getByText("Sensitive words.");
  await user.click(detail.getByRole("button", { name: "Change it in the Playground" }));
  expect((await screen.findByLabelText<HTMLTextAreaElement>("Prompt")).value).toBe("Calm piano");
  expect(window.location.hash).toContain("panel=music");
});

test("what the window can not play can be saved, and is not fetched for nothing", async () => {
  vi.spyOn(HTMLMediaElement.prototype, "canPlayType").mockReturnValue("");
  await open("/jobs?id=video_2");
  const detail = await pane();
  await detail.findByText(/^This browser can not play video\/mp4/);
  detail.getByRole("button", { name: "Save" });
  expect(detail.getByRole("link", { name: "Show in Files" }).getAttribute("href")).toContain("/files?id=file-2");
  expect(called("GET", "/files/file-2/content")).toBe(0);
});

test("a job is cancelled only after a question that says what it may cost", async () => {
  gateway.on("POST /jobs/{id}/cancel", () => aJob());
  const { user } = await open();
  await user.click((await row("A boat at dawn")).getByRole("button", { name: "Cancel" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Cancel this job?" }));
  await dialog.findByText(/Its provider has begun/);
  await user.click(dialog.getByRole("button", { name: "Keep it" }));
  expect(called("POST", "/jobs/video_1/cancel")).toBe(0);
  await user.click(screen.getByRole("button", { name: "A boat at dawn" }));
  await user.keyboard("{Control>}.{/Control}");
  await user.click(await screen.findByTestId("confirm-job"));
  await (await pane()).findByText("cancelling…", { selector: "span" });
  expect(called("POST", "/jobs/video_1/cancel")).toBe(1);
});

test("running again asks first, says why it was refused, and opens the new job", async () => {
  gateway.on("POST /try/v1/videos/generations", () => refusal(429, "The budget is used up."));
  const { user } = await open("/jobs?id=video_2");
  await (await pane()).findByText("completed");
  await user.keyboard("r");
  const dialog = within(await screen.findByRole("dialog", { name: "Run it again?" }));
  dialog.getByText(/The last one cost 56\.0000 credits/);
  await user.click(dialog.getByTestId("confirm-job"));
  await dialog.findByText("The budget is used up.");
  gateway.on("POST /try/v1/videos/generations", () => ({ job_id: "video_3" }));
  await user.click(dialog.getByTestId("confirm-job"));
  await waitFor(() => expect(window.location.hash).toBe("#/jobs?id=video_3"));
  const [call] = gateway.calls.filter(({ path }) => path.startsWith("/try/"));
  expect(call?.body).toEqual(aFilm().parameters);
});

test("what began with an image that is not kept is run again from the playground only", async () => {
  gateway.jobs = [aFilm({ parameters: { model: "veo", prompt: "Neon city", seconds: 8, image: null } })];
  const { user } = await open("/jobs?id=video_2");
  await user.click(await (await pane()).findByRole("button", { name: "Run again" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Run it again?" }));
  dialog.getByText(/image that it began with is not kept/);
  expect(dialog.queryByTestId("confirm-job")).toBeNull();
  await user.click(dialog.getByRole("button", { name: "Change it in the Playground" }));
  expect((await screen.findByLabelText<HTMLInputElement>("Length")).value).toBe("8");
});

test("removing a job can be undone", async () => {
  gateway.on("DELETE /jobs/{id}", ({ id }) => {
    gateway.jobs = gateway.jobs.filter((job) => job.id !== id);
    return new Response(null, { status: 204 });
  });
  const { user } = await open();
  const choose = async () => {
    await user.click(await screen.findByRole("button", { name: "Actions for Neon city" }));
    await user.click(await screen.findByRole("menuitem", { name: /^Remove/ }));
    await screen.findByText("Removed “Neon city” and what it made");
  };
  await choose();
  expect(screen.queryByRole("button", { name: "Neon city" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByRole("button", { name: "Neon city" });
  expect(called("DELETE", "/jobs/video_2")).toBe(0);
  await choose();
  settle("job:video_2");
  await waitFor(() => expect(called("DELETE", "/jobs/video_2")).toBe(1));
});

test("a kind and words narrow the list, and nothing that fits can be taken back", async () => {
  const { user } = await open();
  await user.click(await screen.findByRole("button", { name: "Music" }));
  await row("Calm piano");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Neon city" })).toBeNull());
  expect(window.location.hash).toBe("#/jobs?kind=music");
  await user.type(screen.getByRole("searchbox", { name: "Search by prompt or model" }), "zz");
  await user.click(await screen.findByRole("button", { name: "Clear filters" }));
  await row("Neon city");
  expect(window.location.hash).toBe("#/jobs");
});

test("the keyboard walks the jobs, opens one and closes it", async () => {
  const { user } = await open();
  await row("Neon city");
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/jobs?id=video_2"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(window.location.hash).toBe("#/jobs"));
});

test("a list that can not be loaded says why and tries again", async () => {
  gateway.on("GET /jobs", () => refusal(500, "The disk failed."));
  const { user } = await open();
  expect((await screen.findByRole("alert")).textContent).toContain("The disk failed.");
  gateway.on("GET /jobs", () => ({ data: [], next: null, active: 0 }));
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("No jobs yet");
});

test("a job that was removed says so", async () => {
  await open("/jobs?id=video_9");
  await (await pane()).findByText("There is no such job");
});
