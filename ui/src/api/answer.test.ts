import { expect, test } from "vitest";
import { add, type Chunk, NO_ANSWER, speaks } from "./answer";
import { serverEvents } from "./sse";
import { hear, NO_TRIAL, type Trial } from "./try";

const delta = (delta: object, finish_reason: string | null = null): Chunk => ({ choices: [{ delta, finish_reason }] });
const call = (piece: object): Chunk => delta({ tool_calls: [piece] });

test("pieces of every kind add up", () => {
  const cases: [string, Chunk[], object][] = [
    [
      "text",
      [delta({ role: "assistant", content: "" }), delta({ content: "Hel" }), delta({ content: "lo" }, "stop")],
      { text: "Hello", finishReason: "stop" },
    ],
    ["a refusal is what the model said", [delta({ refusal: "No." })], { text: "No." }],
    [
      "thoughts, under both names",
      [delta({ reasoning_content: "a" }), delta({ reasoning: "b" })],
      { reasoning: "ab", text: "" },
    ],
    [
      "two calls, told apart by index",
      [
        call({ index: 0, id: "c1", function: { name: "weather", arguments: "" } }),
        call({ index: 1, id: "c2", function: { name: "time", arguments: "{}" } }),
        call({ index: 0, function: { arguments: '{"city":' } }),
        call({ index: 0, function: { arguments: '"Paris"}' } }),
        delta({}, "tool_calls"),
      ],
      {
        calls: [
          { id: "c1", name: "weather", arguments: '{"city":"Paris"}' },
          { id: "c2", name: "time", arguments: "{}" },
        ],
        finishReason: "tool_calls",
      },
    ],
    [
      "calls without an index",
      [
        call({ id: "c1", function: { name: "a", arguments: "{" } }),
        call({ function: { arguments: "}" } }),
        call({ id: "c2", function: { name: "b", arguments: "[]" } }),
      ],
      {
        calls: [
          { id: "c1", name: "a", arguments: "{}" },
          { id: "c2", name: "b", arguments: "[]" },
        ],
      },
    ],
    [
      "another choice is not mixed in",
      [delta({ content: "a" }), { choices: [{ index: 1, delta: { content: "b" } }] }],
      { text: "a" },
    ],
    [
      "usage without a choice",
      [{ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }],
      { usage: { prompt_tokens: 1, completion_tokens: 2 } },
    ],
  ];
  for (const [name, chunks, expected] of cases) expect(chunks.reduce(add, NO_ANSWER), name).toMatchObject(expected);
});

test("only what a reader would see counts as a first token", () => {
  const cases: [Chunk, boolean][] = [
    [delta({ role: "assistant", content: "" }), false],
    [delta({}, "stop"), false],
    [{ choices: [] }, false],
    [delta({ content: "a" }), true],
    [delta({ reasoning_content: "a" }), true],
    [call({ index: 0, id: "c1" }), true],
  ];
  for (const [chunk, expected] of cases) expect(speaks(chunk), JSON.stringify(chunk)).toBe(expected);
});

const FRAMES = [
  delta({ role: "assistant", content: "" }),
  delta({ content: "Grüße 🚧 " }),
  call({ index: 0, id: "c1", function: { name: "toll", arguments: '{"axles"' } }),
  call({ index: 0, function: { arguments: ":2}" } }),
  delta({}, "tool_calls"),
  { choices: [], usage: { prompt_tokens: 5, completion_tokens: 7, credits_used: "0.001200" } },
];
const STREAM = `: keep-alive\n\n${FRAMES.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join("")}data: [DONE]\n\n`;

async function heard(pieces: Uint8Array[]): Promise<Trial> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  let trial = NO_TRIAL;
  for await (const { data } of serverEvents(body)) trial = hear(trial, data, 10 * (trial.events.length + 1));
  return trial;
}

test("a stream cut at any byte gives the same answer", async () => {
  const bytes = new TextEncoder().encode(STREAM);
  const whole = await heard([bytes]);
  expect(whole).toMatchObject({
    phase: "done",
    text: "Grüße 🚧 ",
    calls: [{ id: "c1", name: "toll", arguments: '{"axles":2}' }],
    finishReason: "tool_calls",
    tokens: 12,
    credits: "0.001200",
    firstTokenMs: 20,
    lastTokenMs: 40,
    durationMs: 70,
  });
  expect(whole.events.map(({ at }) => at)).toEqual([10, 20, 30, 40, 50, 60, 70]);
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(await heard([bytes.slice(0, at), bytes.slice(at)]), `cut at ${at}`).toEqual(whole);
  }
});

test("an error in the middle ends it, with its code, and keeps what was said", () => {
  const said = hear(NO_TRIAL, JSON.stringify(delta({ content: "Half" })), 5);
  const error = { message: "Stopped.", code: "stopped_by_owner" };
  expect(hear(said, JSON.stringify({ error }), 9)).toMatchObject({
    phase: "failed",
    text: "Half",
    error: "Stopped.",
    code: "stopped_by_owner",
    durationMs: 9,
  });
  expect(hear(said, "<html>", 9)).toMatchObject({ phase: "failed", error: "This is not JSON: <html>" });
});
