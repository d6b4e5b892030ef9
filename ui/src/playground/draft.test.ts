import { expect, test } from "vitest";
import {
  backTo,
  cleared,
  type Draft,
  isEmpty,
  newDraft,
  type Turn,
  userTurn,
  withAnswer,
  withColumn,
  withModels,
  withNewTurn,
  withoutColumn,
  withoutTurn,
  withTurn,
} from "./draft";

const call = { id: "call_1", name: "toll", arguments: "{}" };
const TURNS: Turn[] = [
  { id: "u1", role: "user", text: "Hi", pictures: [] },
  { id: "a1", role: "assistant", text: "", calls: [call] },
  { id: "t1", role: "tool", text: "4", call: "call_1", name: "toll" },
  { id: "a2", role: "assistant", text: "Four.", calls: [] },
  { id: "u2", role: "user", text: "", pictures: [] },
];
const draft = (change: Partial<Draft> = {}): Draft => ({ ...newDraft(), turns: TURNS, ...change });
const ids = ({ turns }: Draft) => turns.map((turn) => turn.id).join(" ");
const models = ({ columns }: Draft) => columns.map((column) => column.model);

test("a turn is changed, added and deleted; with a call its result goes", () => {
  const changed = withTurn(draft(), { id: "u1", role: "user", text: "Hello", pictures: [] });
  expect(changed.turns[0]).toMatchObject({ text: "Hello" });
  expect(withNewTurn(draft(), userTurn()).turns).toHaveLength(6);
  const cases: [string, string][] = [
    ["u1", "a1 t1 a2 u2"],
    ["a1", "u1 a2 u2"],
    ["t1", "u1 a1 a2 u2"],
    ["nobody", "u1 a1 t1 a2 u2"],
  ];
  for (const [id, left] of cases) expect(ids(withoutTurn(draft(), id)), id).toBe(left);
  const last = withoutTurn(draft({ turns: TURNS.slice(0, 1) }), "u1").turns;
  expect(last, "there is always a place to write").toMatchObject([{ role: "user", text: "" }]);
});

test("going back to a turn keeps what was sent with it, and drops an answer that is to be given again", () => {
  const cases: [string, string][] = [
    ["u1", "u1"],
    ["a1", "u1"],
    ["t1", "u1 a1 t1"],
    ["a2", "u1 a1 t1"],
    ["nobody", "u1 a1 t1 a2 u2"],
  ];
  for (const [id, left] of cases) expect(ids(backTo(draft(), id)), id).toBe(left);
});

test("an answer becomes the next turn, with room for what follows", () => {
  const roles = ({ turns }: Draft) => turns.map((turn) => turn.role);
  const asked = draft({ turns: TURNS.slice(0, 1) });
  const said = withAnswer(asked, { text: "Hello.", calls: [] });
  expect(roles(said)).toEqual(["user", "assistant", "user"]);
  const called = withAnswer(asked, { text: "", calls: [call, { ...call, id: "call_2" }] });
  expect(roles(called)).toEqual(["user", "assistant", "tool", "tool"]);
  expect(called.turns.slice(2)).toMatchObject([{ call: "call_1" }, { call: "call_2" }]);
  expect(roles(withAnswer(draft(), { text: "x", calls: [] })), "an empty last turn gives way").toEqual([
    "user",
    "assistant",
    "tool",
    "assistant",
    "assistant",
    "user",
  ]);
});

test("there are one to four columns, and one whose model stays keeps its place", () => {
  let many = draft();
  for (const model of ["a", "b", "c", "d"]) many = withColumn(many, model);
  expect(models(many)).toEqual(["sandbox-chat", "a", "b", "c"]);
  const [first] = many.columns;
  expect(models(withoutColumn(many, first?.id ?? ""))).toEqual(["a", "b", "c"]);
  const one = withModels(many, ["sandbox-chat"]);
  expect(one.columns[0]?.id).toBe(first?.id);
  expect(withoutColumn(one, first?.id ?? ""), "the last one stays").toBe(one);
  expect(withModels(many, [])).toBe(many);
  expect(models(withModels(many, ["1", "2", "3", "4", "5"]))).toEqual(["1", "2", "3", "4"]);
});

test("clearing keeps the models and the key", () => {
  const fresh = cleared(draft({ key: "k1", system: "Be brief." }));
  expect(fresh).toMatchObject({ key: "k1", system: "" });
  expect(fresh.turns.every(isEmpty)).toBe(true);
});
