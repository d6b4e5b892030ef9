import { expect, test } from "vitest";
import { aModel, aProvider } from "../test/records";
import { freeName, isAdded, kindOf, providerErrors, toModels, toProvider, withVendor } from "./draft";
import type { Vendor } from "./types";

const PROVIDER = aProvider();
const VENDOR: Vendor = { id: "acme", label: "Acme", base_url: PROVIDER.base_url, credential: "required", local: false };

test("the id follows the vendor until it is typed over", () => {
  expect(freeName("acme", ["acme", "acme-2"])).toBe("acme-3");
  const first = withVendor({ id: "", vendor: "", baseUrl: "", apiKey: "k" }, "acme", ["acme"]);
  expect(first).toEqual({ id: "acme-2", vendor: "acme", baseUrl: "", apiKey: "k" });
  expect(withVendor(first, "other", ["acme"]).id).toBe("other");
  expect(withVendor({ ...first, id: "mine" }, "other", ["acme"]).id).toBe("mine");
});

test("a new provider needs what its vendor does not bring", () => {
  const draft = { id: "acme", vendor: "acme", baseUrl: "", apiKey: "" };
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

test("the kind of a model is guessed from its name", () => {
  for (const name of ["text-embedding-3-small", "nomic-embed-text", "Qwen3-Embedding"]) {
    expect(kindOf(name), name).toBe("embedding");
  }
  for (const name of ["gpt-4o", "llama3"]) expect(kindOf(name), name).toBe("chat");
});

test("adding a model never takes over an id that is in use", () => {
  const known = [aModel({ provider: "other" }), aModel({ id: "mine", upstream: "large" })];
  expect(toModels(["small", "nomic-embed"], "acme", known)).toEqual([
    expect.objectContaining({ id: "acme/small", provider: "acme", upstream: "small", kind: "chat" }),
    expect.objectContaining({ id: "nomic-embed", upstream: "nomic-embed", kind: "embedding" }),
  ]);
  expect(isAdded("large", "acme", known)).toBe(true);
  expect(isAdded("small", "acme", known)).toBe(false);
});
