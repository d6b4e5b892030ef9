import { expect, test } from "vitest";
import type { ProviderHealth } from "../../api/types";
import { aHealth, aModel, aProvider, aRow, aStatus } from "../../test/records";
import type { Discovered } from "../types";
import { firstModel, locals } from "./locals";
import { allDone, stepsOf } from "./steps";

const nothing: Parameters<typeof stepsOf>[0] = { status: aStatus(), providers: [], rows: [], trialDone: false };

test("each step ticks itself when it has happened", () => {
  expect(stepsOf(nothing)).toEqual({ tested: false, provided: false, called: false });
  const browser = aRow({ user_agent: "Mozilla/5.0 (X11)" });
  const cases: [string, Partial<typeof nothing>, string[]][] = [
    ["a test that was answered", { trialDone: true }, ["tested"]],
    ["an answered request from this window", { rows: [browser] }, ["tested"]],
    ["one that is under way", { rows: [{ ...browser, state: "running" }] }, []],
    ["one that failed", { rows: [{ ...browser, status: 502 }] }, []],
    ["a client seen since the start", { status: aStatus({ external_request_seen: true }) }, ["called"]],
    ["a client in the log", { rows: [aRow({ user_agent: "openai-python/2" })] }, ["tested", "called"]],
  ];
  for (const [name, known, ticked] of cases) {
    const steps = stepsOf({ ...nothing, ...known });
    expect(
      Object.entries(steps).flatMap(([step, done]) => (done ? [step] : [])),
      name,
    ).toEqual(ticked);
  }
});

test("a provider counts when it has a model, and the sandbox never does", () => {
  const provided = (change: Parameters<typeof aProvider>[0]) =>
    stepsOf({ ...nothing, providers: [aProvider(change)] }).provided;
  expect(provided({ models: 1 })).toBe(true);
  expect(provided({ models: 0 })).toBe(false);
  expect(provided({ id: "sandbox", vendor: "sandbox", models: 4 })).toBe(false);
  expect(allDone({ tested: true, provided: true, called: false })).toBe(false);
});

const engine = (change: Partial<Discovered["engines"][number]>): Discovered["engines"][number] => ({
  kind: "ollama",
  vendor: "ollama",
  name: "Ollama",
  base_url: "http://127.0.0.1:11434/v1",
  models: ["qwen3:8b"],
  state: "serving",
  hint: null,
  provider: null,
  ...change,
});

const downWith = (provider: string, message: string) =>
  aHealth({ provider, state: "down", last_error: { message, kind: "connect", at: 1 }, attempts: 3, failed: 3 });

test("an engine is new, connected, silent or broken", () => {
  const ollama = aProvider({ id: "ollama", base_url: "http://127.0.0.1:11434/v1", models: 3 });
  const off = { state: "not_serving", hint: "Run `ollama serve`.", models: [] };
  const one = (change: Parameters<typeof engine>[0], providers = [ollama], health: ProviderHealth[] = []) =>
    locals({ engines: [engine(change)], environment: [] }, providers, health)[0];
  expect(one({}, [])).toMatchObject({ is: "new" });
  expect(one({ provider: "ollama" })).toEqual({ is: "connected", id: "ollama", name: "Ollama", models: 3 });
  expect(one(off, [])).toEqual({ is: "silent", name: "Ollama", hint: "Run `ollama serve`." });
  const broken = one({ ...off, provider: "ollama" }, [ollama], [downWith("ollama", "Connection refused")]);
  expect(broken).toEqual({
    is: "broken",
    id: "ollama",
    name: "Ollama",
    reason: "Connection refused",
    fix: "Run `ollama serve`.",
  });
});

test("a local provider that went away is told of, one elsewhere is not for this list", () => {
  const here = aProvider({ id: "basement", base_url: "http://localhost:9000/v1" });
  const health = [downWith("basement", "Connection refused"), downWith("acme", "bad gateway")];
  const found = locals({ engines: [], environment: [] }, [here, aProvider()], health);
  expect(found.map((each) => "id" in each && each.id)).toEqual(["basement"]);
  expect(locals({ engines: [], environment: [] }, [{ ...here, disabled: true }], health)).toEqual([]);
});

test("the first request goes to a chat model of an engine that answers, else to the sandbox", () => {
  const models = [
    aModel({ id: "far" }),
    aModel({ id: "embed", provider: "ollama", kind: "embedding" }),
    aModel({ id: "near", provider: "ollama" }),
  ];
  const with_ = (change: Parameters<typeof engine>[0]) => ({ engines: [engine(change)], environment: [] });
  expect(firstModel(with_({ provider: "ollama" }), models, "sandbox-chat")).toBe("near");
  expect(firstModel(with_({ provider: "ollama", state: "not_serving" }), models, "sandbox-chat")).toBe("sandbox-chat");
  expect(firstModel(with_({}), models, "sandbox-chat")).toBe("sandbox-chat");
  expect(firstModel(undefined, models, "sandbox-chat")).toBe("sandbox-chat");
});
