import type { Model, Provider } from "../api/types";
import type { ModelFields, NewProvider, Vendor } from "./types";

/** The provider that is always there and answers without an upstream. */
export const SANDBOX = "sandbox";
const OWN_PRICE = "yours";

/** How a provider is; the first that applies. */
export type Health =
  | { is: "ready" | "off" | "unreadable" }
  | { is: "cooling"; model: string; seconds: number; error: string | null; others: number };

export function healthOf(provider: Provider): Health {
  if (provider.disabled) return { is: "off" };
  if (provider.has_credential && !provider.credential_readable) return { is: "unreadable" };
  const [longest, ...others] = [...provider.cooling].sort((a, b) => b.seconds - a.seconds);
  if (!longest) return { is: "ready" };
  const { model, seconds, last_error: error } = longest;
  return { is: "cooling", model, seconds, error, others: others.length };
}

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
  if (address === "" ? vendor.base_url === null : !/^https?:\/\/[^\s/]/.test(address)) errors.baseUrl = true;
  if (vendor.credential === "required" && draft.apiKey.trim() === "") errors.apiKey = true;
  return errors;
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

/** What the form of a model holds: texts as they are typed. */
export interface ModelDraft {
  upstream: string;
  input: string;
  output: string;
  fallbacks: readonly string[];
}

export type ModelErrors = Partial<Record<"upstream" | "input" | "output", true>>;

export function draftOf(model: Model): ModelDraft {
  const own = model.price_source === OWN_PRICE ? model.price : null;
  return {
    upstream: model.upstream,
    input: plainRate(own?.input ?? null),
    output: plainRate(own?.output ?? null),
    fallbacks: model.fallbacks,
  };
}

/** A price is whole or the price list's: half a price would leave requests unpriced. */
export function modelErrors(draft: ModelDraft, kind: string): ModelErrors {
  const errors: ModelErrors = {};
  const input = draft.input.trim();
  const output = draft.output.trim();
  if (draft.upstream.trim() === "") errors.upstream = true;
  if (!isRate(input) || (input === "" && output !== "")) errors.input = true;
  if (!isRate(output) || (output === "" && input !== "" && kind === "chat")) errors.output = true;
  return errors;
}

/** The model as it is put back. What the form does not show stays as it is. */
export function toModel(draft: ModelDraft, model: Model): ModelFields {
  const { id, provider, kind, capabilities } = model;
  const own = model.price_source === OWN_PRICE ? model.price : null;
  const input = draft.input.trim();
  const output = draft.output.trim();
  const rest = { cached_input: own?.cached_input ?? null, per_request: own?.per_request ?? null };
  const shown = own !== null && (own.input !== null || own.output !== null);
  const price =
    input === "" && output === ""
      ? shown || own === null
        ? null
        : { input: null, output: null, ...rest }
      : { input, output: output === "" ? null : output, ...rest };
  return { id, provider, kind, capabilities, upstream: draft.upstream.trim(), fallbacks: [...draft.fallbacks], price };
}

/** The list with the item at `index` one step up (-1) or down (1); unchanged at either end. */
export function moved<Item>(list: readonly Item[], index: number, step: -1 | 1): Item[] {
  const result = [...list];
  const other = index + step;
  const [from, to] = [list[index], list[other]];
  if (from === undefined || to === undefined) return result;
  result[index] = to;
  result[other] = from;
  return result;
}

function isRate(text: string): boolean {
  return text === "" || /^\d{1,9}(\.\d{1,6})?$/.test(text);
}

function plainRate(text: string | null): string {
  return text === null ? "" : text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
