import type { Provider, ProviderHealth } from "../../api/types";

/** What its owner can do about it. */
export type Remedy = "key" | "address" | "account" | "fetch" | "wait" | "unlock";

/** A provider that serves nothing. */
export interface Dead {
  id: string;
  since: number | null;
  reason: string | null;
  remedy: Remedy;
}

/** What fails for longer than this is no hiccup, even while it is only left alone. */
const HICCUP_MS = 60_000;
/** These do not mend themselves. */
const LASTING = new Set(["auth", "permission", "quota"]);

const REMEDIES: Readonly<Record<string, Remedy>> = {
  auth: "key",
  permission: "key",
  connect: "address",
  timeout: "address",
  bad_reply: "address",
  quota: "account",
  model_not_found: "fetch",
};

/** Those that serve nothing, in the order of the list. `tested`: when one last answered a test. */
export function deadOf(known: {
  providers: readonly Provider[];
  health: readonly ProviderHealth[];
  tested: Readonly<Record<string, number>>;
  now: number;
}): Dead[] {
  return known.providers.flatMap((provider) => {
    const { id } = provider;
    if (provider.disabled) return [];
    if (provider.has_credential && !provider.credential_readable) {
      return [{ id, since: null, reason: null, remedy: "unlock" as const }];
    }
    const health = known.health.find((each) => each.provider === id);
    if (!health || !failsAlways(health, known.now)) return [];
    const { failing_since: since, last_error: error } = health;
    // It answers again; the next request will show.
    if ((known.tested[id] ?? 0) > (error?.at ?? 0)) return [];
    return [{ id, since, reason: error?.message ?? null, remedy: REMEDIES[error?.kind ?? ""] ?? "wait" }];
  });
}

function failsAlways({ state, failing_since: since, last_error: error }: ProviderHealth, now: number): boolean {
  if (state === "down") return true;
  return state === "cooling" && since !== null && (now - since > HICCUP_MS || LASTING.has(error?.kind ?? ""));
}
