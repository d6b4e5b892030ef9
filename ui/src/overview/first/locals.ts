import type { Model, Provider, ProviderHealth } from "../../api/types";
import type { Engine } from "../../providers/found/queries";
import { strings } from "../../strings";
import type { Discovered } from "../types";

const words = strings.overview.found;

/** An engine on this computer, and what can be done with it. */
export type Local =
  | { is: "new"; engine: Engine }
  | { is: "connected"; id: string; name: string; models: number }
  /** Installed, but nobody answers. */
  | { is: "silent"; name: string; hint: string | null }
  /** A provider that used to answer. */
  | { is: "broken"; id: string; name: string; reason: string; fix: string };

/** What is on this computer: what can be added first, then what is in order, what is broken and what is silent. */
export function locals(
  discovered: Discovered,
  providers: readonly Provider[],
  health: readonly ProviderHealth[],
): Local[] {
  const seen = discovered.engines.map((engine) => localOf(engine, providers, health));
  const known = new Set(discovered.engines.map((engine) => engine.provider));
  const lost = providers.filter(
    ({ id, base_url, disabled }) =>
      isLocal(base_url) && !disabled && !known.has(id) && UNREACHED.has(healthOf(health, id)?.state),
  );
  const all = [...seen, ...lost.map((provider) => broken(provider, health, null))];
  return ORDER.flatMap((is) => all.filter((each) => each.is === is));
}

const UNREACHED: ReadonlySet<ProviderHealth["state"] | undefined> = new Set(["down", "cooling"]);
const ORDER = ["new", "connected", "broken", "silent"] as const;

function localOf(engine: Engine, providers: readonly Provider[], health: readonly ProviderHealth[]): Local {
  const provider = providers.find(({ id }) => id === engine.provider);
  if (engine.state === "serving") {
    if (!provider) return { is: "new", engine };
    return { is: "connected", id: provider.id, name: engine.name, models: provider.models };
  }
  if (!provider) return { is: "silent", name: engine.name, hint: engine.hint ?? null };
  return { ...broken(provider, health, engine.hint ?? null), name: engine.name };
}

function broken(provider: Provider, health: readonly ProviderHealth[], hint: string | null) {
  const reason = healthOf(health, provider.id)?.last_error?.message ?? words.noAnswer(provider.base_url);
  return { is: "broken" as const, id: provider.id, name: provider.id, reason, fix: hint ?? words.startIt };
}

function healthOf(health: readonly ProviderHealth[], id: string): ProviderHealth | undefined {
  return health.find(({ provider }) => provider === id);
}

function isLocal(address: string): boolean {
  return /^https?:\/\/(127\.|localhost\b|\[::1\])/.test(address);
}

/** The model for a first request: one of an engine that answers now costs nothing, else the sandbox's. */
export function firstModel(discovered: Discovered | undefined, models: readonly Model[], otherwise: string): string {
  const serving = new Set(
    discovered?.engines
      .filter(({ state, provider }) => state === "serving" && provider)
      .map(({ provider }) => provider),
  );
  return models.find(({ kind, provider }) => kind === "chat" && serving.has(provider))?.id ?? otherwise;
}

/** The chat model of a provider whose tokens cost the least, as far as that is known. */
export function cheapest(models: readonly Model[], provider: string | undefined): string | null {
  const cost = ({ price }: Model) =>
    price === null ? Number.POSITIVE_INFINITY : Number(price.input) + Number(price.output);
  const chats = models.filter((model) => model.provider === provider && model.kind === "chat");
  return chats.sort((a, b) => cost(a) - cost(b))[0]?.id ?? null;
}
