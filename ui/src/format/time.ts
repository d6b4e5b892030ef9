import { useSyncExternalStore } from "react";
import { strings } from "../strings";
import { UNKNOWN } from "./numbers";

const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const shortClock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const dayAndYear = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });
const dayAnywhere = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

const minutes = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `14:03:22` today, `Nov 18, 14:03` before, or only `Nov 18` where there is little room. */
export function timeOfDay(at: number, now: number, short = false): string {
  if (sameDay(at, now)) return clock.format(at);
  return short ? day.format(at) : dayAndClock.format(at);
}

export function date(at: number, now: number): string {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? day.format(at) : dayAndYear.format(at);
}

export function exactTime(at: number): string {
  return full.format(at);
}

/** `14:30`, as an axis says it. */
export function hourAndMinute(at: number): string {
  return shortClock.format(at);
}

/** `Nov 18, 14:30`. */
export function dayAndMinute(at: number): string {
  return dayAndClock.format(at);
}

/** `Nov 18`. */
export function dayOnly(at: number): string {
  return day.format(at);
}

/** `Dec 11, 2026`, of a day that is the same everywhere. */
export function calendarDay(at: number): string {
  return dayAnywhere.format(at);
}

/** `Nov 22, 2026, 14:12 – 19:24`, with seconds where it is short. */
export function exactSpan(from: number, to: number): string {
  return (to - from < 10 * MINUTE ? full : minutes).formatRange(from, to);
}

/** `<1 ms`, `812 ms`, `1.24 s`, `12.4 s`, `2 m 05 s`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return UNKNOWN;
  if (ms < 1) return "<1 ms";
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(2)} s`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
}

/** `0:48`, `12:05`, `1:02:05`: a time that is watched as it passes. */
export function lapse(ms: number): string {
  const all = Math.max(0, Math.round(ms / SECOND));
  const [hours, minutes] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60];
  const rest = String(all % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** `now`, `12 s ago`, `5 min ago`, `3 h ago`, then the date. */
export function ago(at: number, now: number): string {
  const passed = now - at;
  if (passed < 5 * SECOND) return strings.time.now;
  if (passed < MINUTE) return strings.time.secondsAgo(Math.floor(passed / SECOND));
  if (passed < HOUR) return strings.time.minutesAgo(Math.floor(passed / MINUTE));
  if (passed < DAY) return strings.time.hoursAgo(Math.floor(passed / HOUR));
  return date(at, now);
}

/** `in 40 min`, `in 5 h`, `in 3 days`. */
export function until(at: number, now: number): string {
  const left = Math.max(0, at - now);
  if (left < HOUR) return strings.time.inMinutes(Math.max(1, Math.round(left / MINUTE)));
  if (left < DAY) return strings.time.inHours(Math.round(left / HOUR));
  return strings.time.inDays(Math.round(left / DAY));
}

/** `12 s`, `5 min`, `3 h 20 min`, `4 days`. */
export function uptime(seconds: number): string {
  const ms = seconds * SECOND;
  if (ms < MINUTE) return strings.time.seconds(seconds);
  if (ms < HOUR) return strings.time.minutes(Math.floor(ms / MINUTE));
  if (ms < DAY) return strings.time.hoursMinutes(Math.floor(ms / HOUR), Math.floor((ms % HOUR) / MINUTE));
  return strings.time.days(Math.floor(ms / DAY));
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

// One clock for all relative times: every reader ticks together, and only while somebody reads.
const readers = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of readers) each();
  }, SECOND * 5);
  return () => {
    readers.delete(reader);
    if (readers.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** The time, in steps of five seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => (readers.size === 0 ? fresh() : now));
}

function fresh(): number {
  const current = Date.now();
  // A step is a step: the same answer until the next one, or React would draw for ever.
  if (current - now >= SECOND * 5) now = current;
  return now;
}
