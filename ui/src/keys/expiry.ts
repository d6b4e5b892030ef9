import type { Key } from "../api/types";

export type KeyState = "active" | "expiring" | "expired" | "disabled";

const DAY = 86_400_000;
/** From then on it is time to think of what comes after. */
const SOON = 7 * DAY;

/** How a key is; the first that applies. */
export function stateOf(
  { disabled, expires_at: expires }: Pick<Key, "disabled" | "expires_at">,
  now: number,
): KeyState {
  if (disabled) return "disabled";
  if (expires === null) return "active";
  if (expires <= now) return "expired";
  return expires - now <= SOON ? "expiring" : "active";
}

/** `2026-12-24`, on this computer's calendar. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function dayIn(days: number, now: number): string {
  const date = new Date(now);
  // By the calendar: where the clocks change, a day is not always 24 hours.
  return dayOf(date.setDate(date.getDate() + days));
}

/** The last moment of a day; null: there is no such day. */
export function endOfDay(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day.trim()) ?? [];
  if (year === undefined) return null;
  const end = new Date(Number(year), Number(month) - 1, Number(date), 23, 59, 59, 999).getTime();
  return dayOf(end) === day.trim() ? end : null;
}
