import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdToasts, later, settle, tell, undoLast, useToasts, useUndo } from "./undo";

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  await act(() => vi.runAllTimersAsync());
  vi.useRealTimers();
});

function hooks() {
  return renderHook(() => ({ toasts: useToasts(), ...useUndo() })).result;
}
const remove = (run = vi.fn(async () => undefined)) => {
  act(() => later({ id: "key:k1", text: "Key nightly deleted", run }));
  return run;
};

test("an action is shown as done, and done when ten seconds have passed", async () => {
  const result = hooks();
  const run = remove();
  expect([result.current.isPending("key:k1"), run.mock.calls.length]).toEqual([true, 0]);
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect([result.current.isPending("key:k1"), run.mock.calls.length]).toEqual([false, 1]);
  expect(result.current.toasts).toEqual([]);
});

test("what is taken back is never done", async () => {
  const result = hooks();
  const run = remove();
  expect(undoLast()).toBe(true);
  expect(undoLast()).toBe(false);
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(run).not.toHaveBeenCalled();
  expect(result.current.isPending("key:k1")).toBe(false);
});

test("closing its toast does it at once, and only once", async () => {
  const run = remove();
  act(() => {
    settle("key:k1");
    settle("key:k1");
  });
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(run).toHaveBeenCalledTimes(1);
});

test("a page that goes does what was still waiting", () => {
  const run = remove();
  act(() => void window.dispatchEvent(new Event("pagehide")));
  expect(run).toHaveBeenCalledTimes(1);
});

test("nothing goes while somebody looks at it", async () => {
  const run = remove();
  act(() => holdToasts(true));
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(run).not.toHaveBeenCalled();
  act(() => holdToasts(false));
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect(run).toHaveBeenCalledTimes(1);
});

test("what failed in the end is told, and what it was about comes back", async () => {
  const result = hooks();
  remove(vi.fn(() => Promise.reject(new Error("A model names it."))));
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect(result.current.isPending("key:k1")).toBe(false);
  expect(result.current.toasts.map(({ text }) => text)).toEqual(["Not done: Key nightly deleted. A model names it."]);
});

test("the same note twice is one note", () => {
  const result = hooks();
  act(() => {
    tell("Copied");
    tell("Copied");
  });
  expect(result.current.toasts).toHaveLength(1);
});
