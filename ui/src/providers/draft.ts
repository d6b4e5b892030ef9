import type { Model } from "../api/types";
import type { ModelFields, NewProvider, Vendor } from "./types";

/** The provider that is always there and answers without an upstream. */
export const SANDBOX = "sandbox";

/** `name`, or with the first number behind it that makes it new. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let n = 2; taken.includes(free); n += 1) free = `${name}-${n}`;
  return free;
}

/** What the form of a new provider holds. */
export interface ProviderDraft {
  id: string;
  vendor: string;
  baseUrl: string;
  apiKey: string;
}

export type ProviderErrors = Partial<Record<"id" | "baseUrl" | "apiKey", true>>;

/** The id follows the vendor until it is typed over; what was typed for another vendor's address does not fit. */
export function withVendor(draft: ProviderDraft, vendor: string, taken: readonly string[]): ProviderDraft {
  const untouched = draft.id === "" || draft.id === freeName(draft.vendor, taken);
  return { ...draft, vendor, id: untouched ? freeName(vendor, taken) : draft.id, baseUrl: "" };
}

export function providerErrors(draft: ProviderDraft, vendor: Vendor): ProviderErrors {
  const errors: ProviderErrors = {};
  const address = draft.baseUrl.trim();
  if (draft.id.trim() === "") errors.id = true;
  if (address === "" ? vendor.base_url === null : !isAddress(address)) errors.baseUrl = true;
  if (vendor.credential === "required" && draft.apiKey.trim() === "") errors.apiKey = true;
  return errors;
}

export function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/.test(text);
}

/** What is sent: fields left empty are left out, so that the vendor's own apply. */
export function toProvider(draft: ProviderDraft): NewProvider {
  const sent: NewProvider = { id: draft.id.trim(), vendor: draft.vendor };
  if (draft.baseUrl.trim() !== "") sent.base_url = draft.baseUrl.trim();
  if (draft.apiKey.trim() !== "") sent.api_key = draft.apiKey.trim();
  return sent;
}

/** The kind of a model, guessed from its name. */
export function kindOf(name: string): "chat" | "embedding" {
  return /embed/i.test(name) ? "embedding" : "chat";
}

/** Is this model of the provider there already, under whatever id? */
export function isAdded(upstream: string, provider: string, models: readonly Model[]): boolean {
  return models.some((model) => model.provider === provider && model.upstream === upstream);
}

/** The chosen models of a provider, as they are added. An id that is taken is not taken over: it gets a prefix. */
export function toModels(chosen: readonly string[], provider: string, known: readonly Model[]): ModelFields[] {
  const taken = known.map((model) => model.id);
  return chosen.map((upstream) => {
    const id = taken.includes(upstream) ? freeName(`${provider}/${upstream}`, taken) : upstream;
    taken.push(id);
    return { id, provider, upstream, kind: kindOf(upstream), fallbacks: [], capabilities: null, price: null };
  });
}
