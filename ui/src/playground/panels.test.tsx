import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import { refusal, ScriptedGateway } from "../test/gateway";
import { aDetail, aModel } from "../test/records";

let gateway: ScriptedGateway;
/** Which request each kept file was said to come of. */
let madeBy: (string | null)[];

const PRICE = { input: null, output: null, cached_input: null, per_request: null };

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  gateway.models.push(
    aModel({ id: "sandbox-speech", kind: "speech", price: { ...PRICE, per_million_characters: "15" } }),
    aModel({ id: "voice", kind: "speech" }),
    aModel({ id: "sandbox-transcribe", kind: "transcription", price: { ...PRICE, per_minute: "0.006" } }),
    aModel({ id: "sandbox-embed", kind: "embedding", price: { ...PRICE, input: "0.02" } }),
  );
  gateway.details.set("r1", aDetail({ id: "r1", credits_used: "0.007500" }));
  madeBy = [];
  gateway.on("POST /files", ({ body, query }) => {
    madeBy.push(query.get("made_by"));
    const file = (body as { file: File }).file;
    return { id: "file-1", filename: file.name };
  });
});
afterEach(() => {
  window.dispatchEvent(new Event("pagehide"));
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
const headers = (more: Record<string, string>) => ({ "x-request-id": "r1", ...more });

/** Contrast needs a real screen; everything else is checked here. */
async function expectAccessible(container: Element) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

test("a text is said, listened to, priced by the log and put among the files", async () => {
  const sound = new Uint8Array([82, 73, 70, 70]);
  gateway.on(
    "POST /try/v1/audio/speech",
    () => new Response(sound, { headers: headers({ "content-type": "audio/wav" }) }),
  );
  const { user, container } = await open("/playground?models=sandbox-speech");
  await user.click(screen.getByTestId("playground-run"));
  await screen.findByText("Write what the voice is to say first.");
  await user.keyboard("Hello{Control>}{Enter}{/Control}");
  await answer().findByText("200 done");
  expect(sent("/try/v1/audio/speech")).toEqual([{ model: "sandbox-speech", input: "Hello", voice: "alloy" }]);
  screen.getByText("5 of 4,096 characters · 0.0075 credits");
  await answer().findByText("0.0075 credits");
  await answer().findByRole("button", { name: "Play: Sound" });
  expect(answer().getByRole("link", { name: /r1/ }).getAttribute("href")).toContain("#/requests?id=r1");
  await expectAccessible(container);
  await user.click(answer().getByRole("button", { name: "Save to Files" }));
  const link = await answer().findByRole("link", { name: "Show in Files" });
  expect(link.getAttribute("href")).toContain("#/files?id=file-1");
  const [form] = sent("/files") as { purpose: string; file: File }[];
  expect(form?.purpose).toBe("user_data");
  expect([form?.file.name, form?.file.size]).toEqual(["speech.wav", 4]);
  expect(madeBy).toEqual(["r1"]);
  await user.click(answer().getByRole("button", { name: "Transcribe it" }));
  await within(await screen.findByTestId("audio")).findByText("speech.wav");
});

test("audio is sent as a form; its text and times are shown, and kept as what they came as", async () => {
  const subtitles = "1\n00:00:00,000 --> 00:00:01,500\nGood morning.\n\n";
  gateway.on(
    "POST /try/v1/audio/transcriptions",
    () => new Response(subtitles, { headers: headers({ "x-credits-used": "0.015000" }) }),
  );
  const { user, container } = await open("/playground?models=sandbox-transcribe");
  await user.click(screen.getByTestId("playground-run"));
  await screen.findByText("Choose or record some audio first.");
  const input = screen.getByLabelText("Choose a file", { selector: "input" });
  await user.upload(input, new File(["sound"], "morning.call.mp3", { type: "audio/mpeg" }));
  await user.click(screen.getByRole("combobox", { name: "Format" }));
  await user.click(await screen.findByRole("option", { name: "srt" }));
  await user.type(screen.getByLabelText("Language"), "en");
  await user.click(screen.getByTestId("playground-run"));
  await answer().findByText("Good morning.");
  const [form] = sent("/try/v1/audio/transcriptions") as Record<string, unknown>[];
  expect(form).toMatchObject({ model: "sandbox-transcribe", response_format: "srt", language: "en" });
  expect(form?.file).toMatchObject({ name: "morning.call.mp3" });
  answer().getByText("0.0150 credits");
  await user.click(answer().getByRole("tab", { name: "Segments" }));
  const [, row] = within(answer().getByRole("table")).getAllByRole("row");
  expect(row?.textContent).toBe("0:00.00:01.5Good morning.");
  await expectAccessible(container);
  await user.click(answer().getByRole("button", { name: "Save to Files" }));
  await answer().findByRole("link", { name: "Show in Files" });
  expect((sent("/files") as { file: File }[])[0]?.file.name).toBe("morning.call.srt");
  expect(madeBy).toEqual(["r1"]);
});

test("texts are compared, empty ones left out", async () => {
  const data = [
    { index: 0, embedding: [1, 0] },
    { index: 1, embedding: [0.6, 0.8] },
    { index: 2, embedding: [-1, 0] },
  ];
  const usage = { prompt_tokens: 6, total_tokens: 6 };
  gateway.on(
    "POST /try/v1/embeddings",
    () => new Response(JSON.stringify({ data, usage }), { headers: headers({ "x-credits-used": "0.000012" }) }),
  );
  const { user, container } = await open("/playground?models=sandbox-embed");
  await user.type(screen.getByLabelText("Text 1"), "gate");
  await user.click(screen.getByRole("button", { name: "Add text" }));
  await user.click(screen.getByRole("button", { name: "Add text" }));
  await user.type(screen.getByLabelText("Text 3"), "barrier");
  await user.type(screen.getByLabelText("Text 4"), "cat");
  await user.click(screen.getByTestId("playground-run"));
  await answer().findByText("Most alike: 1 and 2, 0.600.");
  expect(sent("/try/v1/embeddings")).toEqual([{ model: "sandbox-embed", input: ["gate", "barrier", "cat"] }]);
  const rows = within(answer().getByRole("table")).getAllByRole("row").slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([
    "1gate1.0000.600−1.000",
    "2barrier0.6001.000−0.600",
    "3cat−1.000−0.6001.000",
  ]);
  answer().getByText("3 × 2 dimensions");
  answer().getByText("6 tokens");
  await expectAccessible(container);
  await user.click(answer().getByRole("button", { name: "Save to Files" }));
  await answer().findByRole("link", { name: "Show in Files" });
  expect(madeBy).toEqual(["r1"]);
});

test("an error is explained, and a sound is stopped in the middle", async () => {
  gateway.on("POST /try/v1/audio/speech", () => refusal(400, "Sandbox: it speaks wav and pcm.", "response_format"));
  const { user } = await open("/playground?models=sandbox-speech");
  await user.click(await answer().findByRole("button", { name: /The toll is paid/ }));
  within(await answer().findByRole("alert")).getByText("Sandbox: it speaks wav and pcm.");
  answer().getByText("400 failed");
  const endless = new ReadableStream<Uint8Array>({ start: (out) => out.enqueue(new Uint8Array(1_500)) });
  gateway.on("POST /try/v1/audio/speech", () => new Response(endless, { headers: headers({}) }));
  await user.click(screen.getByTestId("playground-run"));
  await answer().findByText("1.5 kB so far…");
  await user.keyboard("{Escape}");
  await answer().findByText("200 stopped");
  answer().getByText("Stopped after 1.5 kB.");
  expect(answer().queryByRole("button", { name: "Save to Files" })).toBeNull();
});

test("tabs change the panel, which keeps its words; a link's model chooses it too", async () => {
  const first = await open("/playground?panel=speech");
  await waitFor(() => expect(window.location.hash).toBe("#/playground?panel=speech&models=sandbox-speech"));
  await first.user.type(screen.getByLabelText("Text"), "Keep me");
  await first.user.click(screen.getByRole("tab", { name: "Chat" }));
  await screen.findByLabelText("System prompt");
  await waitFor(() => expect(window.location.hash).toBe("#/playground?panel=chat&models=sandbox-chat"));
  window.dispatchEvent(new Event("pagehide"));
  first.unmount();
  const { user } = await open("/playground?models=voice");
  expect((await screen.findByLabelText<HTMLTextAreaElement>("Text")).value).toBe("Keep me");
  await screen.findByRole("combobox", { name: "Model: voice" });
  expect(screen.getByRole("tab", { name: "Speech" }).getAttribute("aria-selected")).toBe("true");
  await user.click(screen.getByRole("link", { name: "Keys" }));
  await user.click(screen.getByRole("link", { name: "Playground" }));
  await screen.findByRole("combobox", { name: "Model: voice" });
});

test("clearing a panel can be undone, and without a model of its kind it says so", async () => {
  gateway.models = gateway.models.filter(({ kind }) => kind !== "embedding");
  const { user } = await open("/playground?panel=embeddings");
  await screen.findByText("No embedding models yet.");
  await user.type(screen.getByLabelText("Text 1"), "gate");
  await user.click(screen.getByRole("button", { name: "Clear" }));
  const first = () => screen.getByLabelText<HTMLTextAreaElement>("Text 1").value;
  await waitFor(() => expect(first()).toBe(""));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(first()).toBe("gate"));
});

test("the code of a panel makes its request", async () => {
  const { user } = await open("/playground?models=sandbox-transcribe");
  await user.click(screen.getByRole("button", { name: "View code" }));
  const code = await screen.findByTestId("playground-code");
  expect(code.textContent).toContain("curl http://127.0.0.1:4180/v1/audio/transcriptions");
  expect(code.textContent).toContain(`-F 'file=@"audio.mp3"'`);
  await expectAccessible(screen.getByRole("dialog"));
});

/** A microphone that hears one thing, or is refused. */
function microphone(refusal?: string) {
  const stop = vi.fn();
  const stream = { getTracks: () => [{ stop }] };
  const getUserMedia = refusal
    ? () => Promise.reject(new DOMException("no", refusal))
    : () => Promise.resolve(stream as unknown as MediaStream);
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia } });
  class Recorder {
    static isTypeSupported = (type: string) => type.startsWith("audio/webm");
    state = "inactive";
    mimeType = "audio/webm;codecs=opus";
    ondataavailable: (event: { data: Blob }) => void = () => undefined;
    onstop: () => void = () => undefined;
    start() {
      this.state = "recording";
    }
    stop() {
      this.state = "inactive";
      this.ondataavailable({ data: new Blob(["heard"]) });
      this.onstop();
    }
  }
  vi.stubGlobal("MediaRecorder", Recorder);
  return stop;
}

test("what the microphone hears becomes the audio, and the microphone is let go", async () => {
  const released = microphone();
  const { user } = await open("/playground?models=sandbox-transcribe");
  await user.click(screen.getByRole("button", { name: "Record" }));
  await user.click(await screen.findByTestId("stop-recording"));
  await within(screen.getByTestId("audio")).findByText("recording.webm");
  expect(released).toHaveBeenCalledOnce();
});

test("a recording ends with its panel, and what was said so far is kept", async () => {
  const released = microphone();
  const { user } = await open("/playground?models=sandbox-transcribe");
  await user.click(screen.getByRole("button", { name: "Record" }));
  await screen.findByTestId("stop-recording");
  await user.click(screen.getByRole("tab", { name: "Speech" }));
  await screen.findByLabelText("Text");
  expect(released).toHaveBeenCalledOnce();
  await user.click(screen.getByRole("tab", { name: "Transcription" }));
  await within(await screen.findByTestId("audio")).findByText("recording.webm");
});

test("a microphone that can not be used says why", async () => {
  for (const [name, told] of [
    ["NotAllowedError", /may not be used/],
    ["OverconstrainedError", /No microphone was found/],
    ["AbortError", /Recording failed: no/],
  ] as const) {
    microphone(name);
    const { user, unmount } = await open("/playground?models=sandbox-transcribe");
    await user.click(screen.getByRole("button", { name: "Record" }));
    await screen.findByText(told);
    unmount();
  }
});
