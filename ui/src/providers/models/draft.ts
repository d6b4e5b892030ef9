import type { Model } from "../../api/types";
import type { ModelFields } from "../types";

const YOURS = "yours";

export const CAPABILITIES = ["tools", "vision", "json_schema", "audio_input", "pdf", "reasoning"] as const;
export type Capability = (typeof CAPABILITIES)[number];
/** What a request can need: who can not think answers all the same. */
export const NEEDS = CAPABILITIES.filter((each) => each !== "reasoning");

/** What the form of a model holds: texts as they are typed. */
export interface ModelDraft {
  upstream: string;
  input: string;
  cached: string;
  output: string;
  /** Null: what is known of the model. */
  capabilities: readonly Capability[] | null;
  fallbacks: readonly string[];
}

export type ModelErrors = Partial<Record<"upstream" | "input" | "cached" | "output", true>>;

export function draftOf(model: Model): ModelDraft {
  const own = ownPrice(model);
  return {
    upstream: model.upstream,
    input: plainRate(own?.input ?? null),
    cached: plainRate(own?.cached_input ?? null),
    output: plainRate(own?.output ?? null),
    capabilities: model.capabilities_source === YOURS ? capabilitiesOf(model) : null,
    fallbacks: model.fallbacks,
  };
}

/** In a fixed order; null where nothing is known of them. */
export function capabilitiesOf({ capabilities }: Model): Capability[] | null {
  return capabilities && CAPABILITIES.filter((each) => capabilities.includes(each));
}

/** A price is whole or the price list's: half a price would leave requests unpriced. */
export function modelErrors(draft: ModelDraft, kind: string): ModelErrors {
  const errors: ModelErrors = {};
  const [input, cached, output] = [draft.input.trim(), draft.cached.trim(), draft.output.trim()];
  if (draft.upstream.trim() === "") errors.upstream = true;
  if (!isRate(input) || (input === "" && (output !== "" || cached !== ""))) errors.input = true;
  if (!isRate(cached)) errors.cached = true;
  if (!isRate(output) || (output === "" && input !== "" && kind === "chat")) errors.output = true;
  return errors;
}

/** The model as it is put back. What the form does not show stays as it is. */
export function toModel(draft: ModelDraft, model: Model): ModelFields {
  const { id, provider, kind } = model;
  const own = ownPrice(model);
  const [input, cached, output] = [draft.input, draft.cached, draft.output].map((text) => text.trim() || null);
  const perRequest = own?.per_request ?? null;
  const shown = own !== null && (own.input !== null || own.output !== null);
  const emptied = input === null && output === null && (shown || perRequest === null);
  return {
    id,
    provider,
    kind,
    capabilities: draft.capabilities && [...draft.capabilities],
    upstream: draft.upstream.trim(),
    fallbacks: [...draft.fallbacks],
    price: emptied
      ? null
      : { input: input ?? null, cached_input: cached ?? null, output: output ?? null, per_request: perRequest },
  };
}

/** Is what it serves charged to nobody? */
export function isUnpriced(model: Model): boolean {
  return model.price === null;
}

/** Where a price is from: the user, an engine of one's own, or the list that comes with the gateway. */
export function sourceOf({ price, price_source: source }: Model): "none" | "yours" | "local" | "sandbox" | "built_in" {
  if (price === null || source === null) return "none";
  if (source === YOURS) return "yours";
  return source === "local" || source === "sandbox" ? source : "built_in";
}

/** Known to cost nothing, which is not the same as not known. */
export function isFree(price: Rates | null | undefined): boolean {
  if (price == null) return false;
  return mediaRate(price) === null && TOKEN_RATES.every((name) => Number(price[name] ?? 0) === 0);
}

/** What an image, a second or the like costs, of a model that is billed so. */
export function mediaRate(price: Rates): { per: MediaRate; rate: string } | null {
  for (const per of MEDIA_RATES) {
    const rate = price[per];
    if (rate != null) return { per, rate };
  }
  return null;
}

const TOKEN_RATES = ["input", "output", "cached_input", "per_request"] as const;
const MEDIA_RATES = ["per_image", "per_second", "per_minute", "per_hour", "per_million_characters"] as const;
type MediaRate = (typeof MEDIA_RATES)[number];
type Rates = Partial<Record<(typeof TOKEN_RATES)[number] | MediaRate, string | null>>;

/** The list with the item at `from` at `to`; beyond either end is the end. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const result = [...list];
  const [item] = result.splice(from, 1);
  if (item !== undefined) result.splice(Math.max(0, Math.min(list.length - 1, to)), 0, item);
  return result;
}

function ownPrice(model: Model): Model["price"] {
  return sourceOf(model) === "yours" ? model.price : null;
}

function isRate(text: string): boolean {
  return text === "" || /^\d{1,9}(\.\d{1,6})?$/.test(text);
}

function plainRate(text: string | null): string {
  return text === null ? "" : text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
