import type { HealthState, Provider, ProviderHealth } from "../api/types";
import { percent, UNKNOWN } from "../format/numbers";

/** How a provider is: what the gateway found, or that its credential can not be read. */
export type Health = HealthState | "unreadable";

export function healthOf(provider: Provider, health: ProviderHealth | undefined): Health {
  if (provider.disabled) return "off";
  if (provider.has_credential && !provider.credential_readable) return "unreadable";
  if (health) return health.state;
  return provider.cooling.length > 0 ? "cooling" : "unknown";
}

/** Seconds until the last of its models is asked again, as of when the gateway said so. */
export function coolingSeconds(provider: Provider, health: ProviderHealth | undefined): number {
  return Math.max(0, ...(health?.cooling ?? provider.cooling).map(({ seconds }) => seconds));
}

/** What is left of `seconds` that were told at `toldAt`. */
export function secondsLeft(seconds: number, toldAt: number, now: number): number {
  // A clock that ticks in steps may still be at a time before that.
  const passed = Math.max(0, now - toldAt);
  return Math.max(0, Math.ceil(seconds - passed / 1_000));
}

export function successOf(attempts: number, failed: number): string {
  return attempts === 0 ? UNKNOWN : percent((attempts - failed) / attempts);
}

/** `42 s`, `4 m 05 s`: each second is another word, so that it is seen to run. */
export function countdown(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
}
