import { expect, test } from "vitest";
import { isNarrowed, readSearch, wantedOf } from "./search";

test("the route keeps what it knows and drops the rest", () => {
  expect(readSearch({ q: 12, kind: "image", order: "bytes", ascending: "true", id: "file-1", page: "3" })).toEqual({
    q: "12",
    kind: "image",
    order: "bytes",
    ascending: true,
    id: "file-1",
  });
  expect(readSearch({ kind: "folder", order: "colour", ascending: "no", q: "" })).toEqual({});
});

test("which file is open asks for no other list, and a sorted list is still the whole one", () => {
  expect(wantedOf({ q: "a", id: "file-1" })).toEqual({ text: "a" });
  expect([{ order: "bytes" } as const, { id: "f" }, { key: "k" }].map(isNarrowed)).toEqual([false, false, true]);
});
