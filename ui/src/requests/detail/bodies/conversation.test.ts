import { expect, test } from "vitest";
import { answerOf, gistOf, plainTurn, promptOf } from "./conversation";

const silent = { name: null, parts: [], calls: [], reasoning: null, answers: null };
const events = (...chunks: unknown[]) =>
  [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`).join("");
const delta = (change: unknown, index = 0) => ({ choices: [{ index, delta: change, finish_reason: null }] });

test("every kind of message of a request is read", () => {
  const request = {
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        name: "ann",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
          { type: "input_audio", input_audio: { data: "AA==", format: "mp3" } },
          { type: "file", file: { file_id: "f1" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", function: { name: "look", arguments: '{"at":1}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "a cat" },
    ],
  };
  expect(promptOf(JSON.stringify(request))).toEqual([
    { ...silent, role: "system", parts: [{ kind: "text", text: "Be brief." }] },
    {
      ...silent,
      role: "user",
      name: "ann",
      parts: [
        { kind: "text", text: "What is this?" },
        { kind: "image", url: "data:image/png;base64,AA==" },
        { kind: "audio", url: "data:audio/mp3;base64,AA==", transcript: null },
        { kind: "other", json: { type: "file", file: { file_id: "f1" } } },
      ],
    },
    { ...silent, role: "assistant", calls: [{ id: "c1", name: "look", arguments: '{"at":1}' }] },
    { ...silent, role: "tool", answers: "c1", parts: [{ kind: "text", text: "a cat" }] },
  ]);
});

test("an answer in one piece is read as it is", () => {
  const message = { role: "assistant", content: "Hi.", reasoning_content: "Greet.", refusal: null };
  const { turns, finish } = answerOf(JSON.stringify({ choices: [{ message, finish_reason: "stop" }] }));
  expect(turns).toEqual([
    { ...silent, role: "assistant", parts: [{ kind: "text", text: "Hi." }], reasoning: "Greet." },
  ]);
  expect(finish).toEqual(["stop"]);
});

test("a stream is put together: texts, reasoning, calls of tools, each choice for itself", () => {
  const call = (index: number, change: unknown) => ({ tool_calls: [{ index, ...(change as object) }] });
  const stream = events(
    delta({ role: "assistant", content: "" }),
    delta({ reasoning: "Let me " }),
    delta({ reasoning: "look." }),
    delta({ role: "assistant", content: "He" }),
    delta({ content: "llo" }),
    delta({ content: "Other" }, 1),
    delta(call(0, { id: "c1", function: { name: "look", arguments: "" } })),
    delta(call(1, { id: "c2", function: { name: "hear", arguments: "{}" } })),
    delta(call(0, { function: { arguments: '{"at"' } })),
    delta(call(0, { function: { arguments: ":1}" } })),
    { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
    { choices: [], usage: { total_tokens: 3 } },
  );
  const { turns, finish, error } = answerOf(stream);
  expect(turns[0]).toEqual({
    ...silent,
    role: "assistant",
    parts: [{ kind: "text", text: "Hello" }],
    reasoning: "Let me look.",
    calls: [
      { id: "c1", name: "look", arguments: '{"at":1}' },
      { id: "c2", name: "hear", arguments: "{}" },
    ],
  });
  expect(turns[1]?.parts).toEqual([{ kind: "text", text: "Other" }]);
  expect(finish).toEqual(["tool_calls", null]);
  expect(error).toBeNull();
});

test("half a stream is half an answer, with the error it ended with", () => {
  const { turns, error } = answerOf(
    `${events(delta({ content: "Ha" }), { error: { message: "hung up" } })}data: {"choi`,
  );
  expect(turns.map(plainTurn)).toEqual(["Ha"]);
  expect(error).toBe("hung up");
});

test("what is no conversation is none, and breaks nothing", () => {
  for (const text of ["", "null", "[]", '{"messages":3}', '{"input":"a"}', "<html>"]) {
    expect(promptOf(text), text).toBeNull();
    expect(answerOf(text), text).toEqual({ turns: [], finish: [], error: null });
  }
  expect(promptOf('{"messages":[null,3,{"content":[7]}]}')?.length).toBe(3);
});

test("the gist of a chunk is what it brings", () => {
  const said = [
    delta({ content: "Hel" }),
    delta({ role: "assistant", content: "" }),
    { choices: [{ delta: {}, finish_reason: "stop" }] },
    { choices: [], usage: { total_tokens: 3 } },
  ].map((chunk) => gistOf(JSON.stringify({ id: "x", ...chunk })));
  expect(said).toEqual(['"Hel"', 'role: "assistant"', 'finish_reason: "stop"', 'usage: {"total_tokens":3}']);
  expect(["[DONE]", '{"id":1}'].map(gistOf), "anything else is shown as it is").toEqual(["[DONE]", '{"id":1}']);
});
