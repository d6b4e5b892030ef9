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
