import type { Model } from "../api/types";
import { vendorsOf } from "./key/guess";
import type { ModelFields, NewProvider, Vendor } from "./types";

export type Kind = "chat" | "embedding" | "image" | "speech" | "transcription" | "video" | "music";

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
  /** Empty: it has to be chosen. */
  vendor: string;
  /** Was it chosen by hand? */
  chosen: boolean;
  baseUrl: string;
  apiKey: string;
}

export type ProviderErrors = Partial<Record<"vendor" | "id" | "baseUrl" | "apiKey", true>>;

/** The id follows the vendor until it is typed over; what was typed for another vendor's address does not fit. */
export function withVendor(draft: ProviderDraft, vendor: string, taken: readonly string[]): ProviderDraft {
  const untouched = draft.id === "" || draft.id === freeName(draft.vendor, taken);
  const id = !untouched ? draft.id : vendor === "" ? "" : freeName(vendor, taken);
  return { ...draft, vendor, id, baseUrl: "" };
}

/**
 * The key, and the vendor that it tells. Where several are possible the user says which, since a key is sent to nobody
 * by a guess; whoever typed an address knows where it goes.
 */
export function withKey(
  draft: ProviderDraft,
  apiKey: string,
  vendors: readonly Vendor[],
  taken: readonly string[],
): ProviderDraft {
  const next = { ...draft, apiKey };
  const fitting = vendorsOf(apiKey.trim(), vendors);
  const [first] = fitting;
  const asBefore = first === vendorsOf(draft.apiKey.trim(), vendors)[0];
  if (!first || asBefore || draft.baseUrl !== "") return next;
  if (fitting.length === 1) return { ...withVendor(next, first.id, taken), chosen: false };
  return draft.chosen ? next : withVendor(next, "", taken);
}

export function providerErrors(draft: ProviderDraft, vendor: Vendor | undefined): ProviderErrors {
  if (!vendor) return { vendor: true };
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

const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ["embedding", /embed|\bbge-/i],
  ["transcription", /whisper|transcribe/i],
  ["speech", /\btts\b/i],
  ["image", /dall-e|gpt-image|imagen|stable-diffusion|\bflux/i],
  ["video", /\bsora|\bveo\b/i],
  ["music", /\blyria/i],
];

/** The kind of a model, guessed from its name. */
export function kindOf(name: string): Kind {
  return KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? "chat";
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
