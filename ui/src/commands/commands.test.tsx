import { render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { COMMANDS, type CommandId, scopeOf } from "./catalogue";
import { belongsToTyping, chordOf, written } from "./chord";
import { fits } from "./fuzzy";
import { useKeyboard } from "./keyboard";
import { ranked } from "./places";
import { type Handlers, useBoundCommands, useCommands } from "./registry";
import { chooseShortcut, conflictsOf, resetShortcut, shortcutsOf } from "./remap";

beforeEach(() => resetShortcut());
afterEach(() => resetShortcut());

function Keyboard() {
  useKeyboard();
  return null;
}
function Bound({ handlers, by }: { handlers: Handlers; by?: "key" | "palette" }) {
  useCommands(handlers, by);
  return null;
}
function Ids({ seen }: { seen: (ids: CommandId[]) => void }) {
  seen(useBoundCommands().map(({ id }) => id));
  return null;
}
const press = (key: string, more: KeyboardEventInit = {}, on: EventTarget = document.body) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  on.dispatchEvent(event);
  return event;
};

describe("the table of commands", () => {
  test("no two commands that work at the same time have the same key", () => {
    const clashes = COMMANDS.flatMap((id) =>
      shortcutsOf(id).flatMap((chord) => conflictsOf(id, chord).map((other) => `${chord}: ${id}, ${other}`)),
    );
    expect(clashes).toEqual([]);
  });

  test("a key that is taken elsewhere is told, unless the two never meet", () => {
    expect(conflictsOf("keys.edit", "n")).toEqual(["keys.create"]);
    expect(conflictsOf("keys.edit", "Mod+k")).toEqual(["app.palette"]);
    expect(conflictsOf("keys.edit", "Mod+y")).toEqual([]);
    expect(conflictsOf("keys.create", "n")).toEqual([]);
  });

  test("a chosen key is kept, and all go back to the usual when asked", () => {
    chooseShortcut("keys.toggle", ["x"]);
    chooseShortcut("keys.create", []);
    expect(JSON.parse(window.localStorage.getItem("turnpike.shortcuts") ?? "")).toEqual({
      "keys.toggle": ["x"],
      "keys.create": [],
    });
    expect(shortcutsOf("keys.create")).toEqual([]);
    resetShortcut("keys.create");
    expect([shortcutsOf("keys.create"), shortcutsOf("keys.toggle")]).toEqual([["n"], ["x"]]);
    resetShortcut();
    expect(shortcutsOf("keys.toggle")).toEqual(["d"]);
  });
});

describe("keys", () => {
  test.each([
    [{ key: "k", ctrlKey: true }, "Mod+k", "Ctrl K"],
    [{ key: "K", ctrlKey: true, shiftKey: true }, "Mod+Shift+k", "Ctrl Shift K"],
    [{ key: "?", shiftKey: true }, "?", "?"],
    [{ key: "л", code: "KeyK", ctrlKey: true }, "Mod+k", "Ctrl K"],
    [{ key: "+", ctrlKey: true }, "Mod++", "Ctrl +"],
    [{ key: " " }, "Space", "Space"],
    [{ key: "ArrowUp", altKey: true }, "Alt+ArrowUp", "Alt ↑"],
    [{ key: "Control", ctrlKey: true }, null, ""],
  ])("%j is %j", (pressed, chord, text) => {
    const event = new KeyboardEvent("keydown", pressed);
    expect(chordOf(event)).toBe(chord);
    if (chord !== null) expect(written(chord)).toBe(text);
  });

  test.each([
    ["n", true],
    ["Escape", true],
    ["Mod+a", true],
    ["Mod+Shift+ArrowLeft", true],
    ["Mod+Shift+a", false],
    ["Mod+Enter", false],
    ["Mod+k", false],
  ])("while typing, %s is the field's own: %s", (chord, own) => expect(belongsToTyping(chord)).toBe(own));
});

describe("running", () => {
  test("the screen's own command comes first, and one that does not want the key leaves it to the next", () => {
    const own = vi.fn().mockReturnValueOnce(false);
    const everywhere = vi.fn();
    chooseShortcut("app.rail", ["n"]);
    render(
      <>
        <Keyboard />
        <Bound handlers={{ "app.rail": everywhere }} />
        <Bound handlers={{ "keys.create": own }} />
      </>,
    );
    expect(press("n").defaultPrevented).toBe(true);
    expect(everywhere).toHaveBeenCalledTimes(1);
    press("n");
    expect([own.mock.calls.length, everywhere.mock.calls.length]).toEqual([2, 1]);
  });

  test("plain keys belong to whoever types, chords do not", () => {
    const plain = vi.fn();
    const chord = vi.fn();
    const { container } = render(
      <>
        <Keyboard />
        <Bound handlers={{ "keys.create": plain, "app.palette": chord }} />
        <input />
      </>,
    );
    const field = container.querySelector("input") as HTMLInputElement;
    press("n", {}, field);
    press("k", { ctrlKey: true }, field);
    expect([plain.mock.calls.length, chord.mock.calls.length]).toEqual([0, 1]);
  });

  test("a command lives as long as what binds it, and without a handler it is not to be had", () => {
    const seen: CommandId[][] = [];
    const view = (handlers: Handlers, there: boolean) => (
      <>
        <Ids seen={(ids) => seen.push(ids)} />
        {there && <Bound handlers={handlers} />}
      </>
    );
    const { rerender } = render(view({ "keys.create": () => undefined, "keys.edit": undefined }, true));
    expect(seen.at(-1)).toEqual(["keys.create"]);
    rerender(view({ "keys.create": () => undefined, "keys.edit": () => undefined }, true));
    expect(seen.at(-1)).toEqual(["keys.create", "keys.edit"]);
    rerender(view({}, false));
    expect(seen.at(-1)).toEqual([]);
  });

  test("what the palette may run from anywhere does not take its key from anywhere", () => {
    const create = vi.fn();
    render(
      <>
        <Keyboard />
        <Bound handlers={{ "keys.create": create }} by="palette" />
      </>,
    );
    press("n");
    expect(create).not.toHaveBeenCalled();
  });
});

describe("finding", () => {
  test.each([
    ["keys", "Go to Keys", true],
    ["gk", "Go to Keys", true],
    ["go key", "Go to Keys", true],
    ["xyz", "Go to Keys", false],
    ["gy", "a great deal of text in which y is far away", false],
  ])("%s in %s: %s", (typed, text, found) => expect(fits(typed, text) !== null).toBe(found));

  test("the start of a name beats its middle, and a name beats a hint", () => {
    const items = [
      { name: "monkey", hint: "" },
      { name: "other", hint: "key" },
      { name: "New key", hint: "" },
      { name: "keyboard", hint: "" },
    ];
    expect(ranked(items, "key").map(({ name }) => name)).toEqual(["keyboard", "New key", "other", "monkey"]);
  });
});

test("every command names a scope that exists", () => {
  expect(COMMANDS.filter((id) => scopeOf(id).length === 0)).toEqual([]);
});
