import { expect, test } from "vitest";
import { bodyOf, fromBody } from "./body";
import { type Draft, NO_PARAMETERS, newDraft, TEXT_FORMAT, userTurn } from "./draft";
import { readJson } from "./json";

const draft = (change: Partial<Draft> = {}): Draft => ({ ...newDraft(), turns: [userTurn("Hi")], ...change });

test("what is not set is not sent", () => {
  expect(bodyOf(draft())).toEqual({ body: { messages: [{ role: "user", content: "Hi" }] }, problems: [] });
});

test("everything that is set is sent as the API takes it", () => {
  const picture = "data:image/png;base64,iVBORw0KGgo=";
  const { body, problems } = bodyOf(
    draft({
      system: "Be brief.",
      turns: [
        userTurn("What is this?", [picture]),
        { id: "a", role: "assistant", text: "", calls: [{ id: "c1", name: "look", arguments: '{"at":1}' }] },
        { id: "t", role: "tool", text: "a gate", call: "c1", name: "look" },
        userTurn(""),
      ],
      parameters: {
        temperature: "0.5",
        top_p: " 1 ",
        max_completion_tokens: "20",
        seed: "7",
        stop: "END\n\\n\\n",
        reasoning_effort: "low",
      },
      tools: '[{"type":"function","function":{"name":"look"}}]',
      format: { kind: "json_schema", name: "", schema: '{"type":"object"}', strict: true },
      extra: '{"tool_choice":"required"}',
    }),
  );
  expect(problems).toEqual([]);
  expect(body).toEqual({
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: picture } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "a gate" },
    ],
    temperature: 0.5,
    top_p: 1,
    max_completion_tokens: 20,
    seed: 7,
    stop: ["END", "\n\n"],
    reasoning_effort: "low",
    tools: [{ type: "function", function: { name: "look" } }],
    response_format: { type: "json_schema", json_schema: { name: "answer", schema: { type: "object" }, strict: true } },
    tool_choice: "required",
  });
});

test("what keeps a draft from being sent is told at its field", () => {
  const cases: [Partial<Draft>, object][] = [
    [{ turns: [userTurn(" ")] }, { field: "turns", is: "nothing" }],
    [{ parameters: { ...NO_PARAMETERS, seed: "seven" } }, { field: "seed", is: "number" }],
    [{ tools: '[\n  {"type": }\n]' }, { field: "tools", is: "json", fault: { line: 2, column: 12, found: "}" } }],
    [{ tools: "{}" }, { field: "tools", is: "shape" }],
    [{ tools: '[{"name":"look"}]' }, { field: "tools", is: "shape" }],
    [{ extra: "[]" }, { field: "extra", is: "shape" }],
    [{ format: { ...TEXT_FORMAT, kind: "json_schema", schema: "{" } }, { field: "schema", is: "json" }],
  ];
  for (const [change, problem] of cases)
    expect(bodyOf(draft(change)).problems, JSON.stringify(change)).toMatchObject([problem]);
  const unused = bodyOf(draft({ format: { ...TEXT_FORMAT, schema: "{" } }));
  expect(unused.problems, "a schema that is not asked for may be half written").toEqual([]);
});

test("a request that was sent makes the draft that would send it again", () => {
  const sent = {
    model: "large",
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "See" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AA" } },
          { type: "file", file: { file_id: "file-1" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c1", content: "a gate" },
    ],
    temperature: 0,
    max_tokens: 9,
    stop: ["a", "\n"],
    tools: [{ type: "function", function: { name: "look" } }],
    response_format: { type: "json_schema", json_schema: { name: "it", schema: { type: "object" } } },
    logprobs: true,
    stream: true,
    stream_options: { include_usage: true },
  };
  const filled = fromBody(draft({ key: "k1" }), JSON.stringify(sent));
  expect(filled).toMatchObject({ key: "k1", columns: [{ model: "large" }], system: "Be brief." });
  const { model: _, stream: __, stream_options: ___, max_tokens, ...same } = sent;
  expect(bodyOf(filled as Draft)).toEqual({ body: { ...same, max_completion_tokens: max_tokens }, problems: [] });
  for (const text of ["", "[]", "cut o"]) expect(fromBody(draft(), text), text).toBeNull();
});

test("the place of a mistake in JSON is the same in every engine", () => {
  const cases: [string, number, number, string | null][] = [
    ["", 1, 1, null],
    ["{", 1, 2, null],
    ['{"a":1,}', 1, 8, "}"],
    ['{\n  "a" 1\n}', 2, 7, "1"],
    ["[1,\n2,\n]", 3, 1, "]"],
    ["[1] x", 1, 5, "x"],
    ["{'a':1}", 1, 2, "'"],
    ['["a\nb"]', 1, 2, '"'],
    ["nul", 1, 1, "n"],
    ["[01]", 1, 3, "1"],
    ['{"a":"\\x"}', 1, 6, '"'],
    ["🚧", 1, 1, "🚧"],
  ];
  for (const [text, line, column, found] of cases) {
    expect(readJson(text), JSON.stringify(text)).toEqual({ value: null, fault: { line, column, found } });
  }
  for (const text of ['{"a":[1,-2.5e3,"\\u00e9",null,true,{}],"b":[]}', " 1 ", '""']) {
    expect(readJson(text).fault, text).toBeNull();
  }
});
