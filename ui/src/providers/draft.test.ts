import { expect, test } from "vitest";
import { aModel, aProvider } from "../test/records";
import { freeName, kindOf, providerErrors, toModels, toProvider, withKey, withVendor } from "./draft";
import type { Vendor } from "./types";

const PROVIDER = aProvider();
const VENDOR: Vendor = {
  id: "acme",
  label: "Acme",
  base_url: PROVIDER.base_url,
  credential: "required",
  key_prefix: "ak-",
  local: false,
};
const EMPTY = { id: "", vendor: "", chosen: false, baseUrl: "", apiKey: "" };

test("the id follows the vendor until it is typed over", () => {
  expect(freeName("acme", ["acme", "acme-2"])).toBe("acme-3");
  const first = withVendor({ ...EMPTY, apiKey: "k" }, "acme", ["acme"]);
  expect(first).toEqual({ ...EMPTY, id: "acme-2", vendor: "acme", apiKey: "k" });
  expect(withVendor(first, "other", ["acme"]).id).toBe("other");
  expect(withVendor({ ...first, id: "mine" }, "other", ["acme"]).id).toBe("mine");
});

test("a new provider needs what its vendor does not bring", () => {
  const draft = { ...EMPTY, id: "acme", vendor: "acme" };
  expect(providerErrors(EMPTY, undefined)).toEqual({ vendor: true });
  expect(providerErrors(draft, VENDOR)).toEqual({ apiKey: true });
  expect(providerErrors(draft, { ...VENDOR, credential: "optional" })).toEqual({});
  expect(providerErrors({ ...draft, id: " " }, { ...VENDOR, credential: "none", base_url: null })).toEqual({
    id: true,
    baseUrl: true,
  });
  expect(providerErrors({ ...draft, apiKey: "k", baseUrl: "acme.example" }, VENDOR)).toEqual({ baseUrl: true });
  expect(toProvider(draft)).toEqual({ id: "acme", vendor: "acme" });
  expect(toProvider({ ...draft, baseUrl: " http://here:1/v1 ", apiKey: " k " })).toEqual({
    id: "acme",
    vendor: "acme",
    base_url: "http://here:1/v1",
    api_key: "k",
  });
});

test("a key tells its vendor, unless it may be another's or the user knows better", () => {
  const others = ["one", "two"].map((id) => ({ ...VENDOR, id, key_prefix: "sk-" }));
  const vendors = [...others, VENDOR];
  const start = withVendor(EMPTY, "one", []);
  const by = (draft: typeof EMPTY, key: string) => withKey(draft, key, vendors, []);
  expect(by(start, "ak-1")).toMatchObject({ vendor: "acme", id: "acme", apiKey: "ak-1" });
  expect(by(start, "sk-1")).toMatchObject({ vendor: "", id: "", apiKey: "sk-1" });
  const chosen = { ...withVendor(EMPTY, "two", []), chosen: true };
  expect(by(chosen, "sk-1")).toMatchObject({ vendor: "two", apiKey: "sk-1" });
  expect(by(chosen, "ak-1")).toMatchObject({ vendor: "acme", chosen: false });
  const corrected = { ...chosen, apiKey: "ak-1" };
  expect(by(corrected, "ak-12").vendor).toBe("two");
  expect(by({ ...start, baseUrl: "http://proxy/v1" }, "ak-1").vendor).toBe("one");
  expect(by(start, "unknown")).toMatchObject({ vendor: "one", apiKey: "unknown" });
});

test("the kind of a model is guessed from its name", () => {
  for (const name of ["text-embedding-3-small", "nomic-embed-text", "Qwen3-Embedding"]) {
    expect(kindOf(name), name).toBe("embedding");
  }
  for (const name of ["gpt-4o", "llama3", "gpt-4o-audio-preview", "attsetup"]) expect(kindOf(name), name).toBe("chat");
  const others = ["whisper-large-v3", "gpt-4o-mini-tts", "dall-e-3", "sora-2-pro", "veo-3.1", "lyria-2"];
  expect(others.map(kindOf)).toEqual(["transcription", "speech", "image", "video", "video", "music"]);
});

test("adding a model never takes over an id that is in use", () => {
  const known = [aModel({ provider: "other" }), aModel({ id: "mine", upstream: "large" })];
  expect(toModels(["small", "nomic-embed"], "acme", known)).toEqual([
    expect.objectContaining({ id: "acme/small", provider: "acme", upstream: "small", kind: "chat" }),
    expect.objectContaining({ id: "nomic-embed", upstream: "nomic-embed", kind: "embedding" }),
  ]);
});
