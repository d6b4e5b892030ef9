import type { Model, Provider, ProviderHealth } from "../api/types";
import { rate, rateInCredits } from "../format/numbers";
import { uptime } from "../format/time";
import { mediaRate } from "../providers/models/draft";
import { playground as words } from "./strings";

/** A credit is a cent; prices are in dollars. */
const CREDITS_PER_DOLLAR = 100;

/** What a million tokens cost, in credits. */
export function priceOf({ price }: Model): { input: string; output: string } | null {
  if (price?.input == null || price.output == null) return null;
  const credits = (dollars: string) => rate((Number(dollars) * CREDITS_PER_DOLLAR).toFixed(6)).replace(/[.,]00$/, "");
  return { input: credits(price.input), output: credits(price.output) };
}

export function priceWords(model: Model): string {
  const price = priceOf(model);
  if (price) return words.price(price.input, price.output);
  const media = model.price && mediaRate(model.price);
  if (media) return words.mediaPrice[media.per](rateInCredits(media.rate));
  return model.price?.input == null ? words.unpriced : words.inputPrice(rateInCredits(model.price.input));
}

/** What making this costs, in credits; null where that is not known before. */
export function estimateOf(
  { price }: Model,
  { seconds, count = 1 }: { seconds: number | null; count?: number },
): string | null {
  if (!price) return null;
  const { per_second, per_minute, per_hour, per_request } = price;
  if (per_request != null && mediaRate(price) === null)
    return Number(per_request) > 0 ? each(per_request, count) : null;
  const perSecond = Number(per_second ?? 0) + Number(per_minute ?? 0) / 60 + Number(per_hour ?? 0) / 3_600;
  if (seconds === null || perSecond === 0) return null;
  return (perSecond * seconds * count * CREDITS_PER_DOLLAR).toFixed(6);
}

function each(credits: string, count: number): string {
  return (Number(credits) * count).toFixed(6);
}

/** The providers, and how they did lately. */
export interface Providers {
  providers: readonly Provider[];
  health: readonly ProviderHealth[];
}

/** What stands in the way of asking this model now; null when nothing is known to. */
export function troubleOf(model: Model, { providers, health }: Providers): string | null {
  const provider = providers.find(({ id }) => id === model.provider);
  if (!provider) return null;
  if (provider.disabled) return words.state.off;
  if (!provider.credential_readable) return words.state.unreadable;
  const cooling = provider.cooling.find((target) => target.model === model.upstream || target.model === model.id);
  if (cooling) return words.state.cooling(uptime(cooling.seconds));
  const state = health.find((each) => each.provider === provider.id)?.state;
  return state === "down" || state === "degraded" ? words.state[state] : null;
}
