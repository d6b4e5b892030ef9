import type { Key, ProviderHealth, Settings, Status, Storage } from "../../api/types";
import { bytes, count, percent, roughCredits } from "../../format/numbers";
import { until } from "../../format/time";
import type { Dead } from "../../providers/dead/dead";
import { strings } from "../../strings";
import type { Figures } from "../types";

const words = strings.overview.attention;

/** What is known; what is not here yet has nothing to say. */
export interface Known {
  now: number;
  status?: Status | undefined;
  keys?: readonly Key[] | undefined;
  /** The providers that serve nothing. */
  dead?: readonly Dead[] | undefined;
  /** As it was at `at`: a cooldown goes on since. */
  health?: { data: readonly ProviderHealth[]; at: number } | undefined;
  storage?: Storage | undefined;
  settings?: Settings | undefined;
  figures?: Figures | undefined;
}

/** Where the one thing that can be done about it is done. */
export type Way =
  | { to: "/keys"; search: { edit: string } }
  | { to: "/providers"; search: { provider?: string; model?: string } }
  | { to: "/requests"; search: { q: string } }
  | { to: "/settings"; search: { section: string } };

/** One sentence and one action. */
export interface Concern {
  id: string;
  tone: "danger" | "warning";
  tag: string;
  text: string;
  action: string;
  way: Way;
}

const DAY = 86_400_000;
const SOON = 7 * DAY;
const NEARLY = 0.8;
/** Of what the settings let the files have; beyond it the oldest are removed. */
const NEARLY_FULL = 0.9;
const LITTLE_FREE = 1_000_000_000;
const MEGABYTE = 1 << 20;

/** What the owner should know, the worst first. */
export function concerns(known: Known): Concern[] {
  const all = [
    ...ofStatus(known),
    ...(known.dead ?? []).map((dead) => ofDead(dead, known.now)),
    ...(known.health?.data ?? []).flatMap((health) => ofCooling(health, known)),
    ...(known.keys ?? []).flatMap((key) => [...ofBudget(key, known.now), ...ofExpiry(key, known.now)]),
    ...ofPrices(known),
    ...ofStorage(known),
  ];
  return [...all.filter(({ tone }) => tone === "danger"), ...all.filter(({ tone }) => tone === "warning")];
}

function ofStatus({ status }: Known): Concern[] {
  if (!status) return [];
  const found: Concern[] = [];
  if (!status.log_writable) {
    const way: Way = { to: "/settings", search: { section: "storage" } };
    found.push({ id: "log", tone: "danger", ...words.log, way });
  }
  const { backend, state, message } = status.secrets;
  if (backend === "none" || !["ok", "waiting"].includes(state)) {
    const text = message ?? words.secrets.text;
    found.push({
      id: "secrets",
      tone: "danger",
      ...words.secrets,
      text,
      way: { to: "/settings", search: { section: "secrets" } },
    });
  }
  return found;
}

function ofDead(dead: Dead, now: number): Concern {
  const { id, remedy } = dead;
  const text = `${strings.providers.dead.sentence(dead, now)} ${strings.providers.dead.remedy[remedy]}`;
  const locked = remedy === "unlock";
  const way: Way = locked
    ? { to: "/settings", search: { section: "secrets" } }
    : { to: "/providers", search: { provider: id } };
  return { id: `provider:${id}`, tone: "danger", ...(locked ? words.locked : words.down), text, way };
}

function ofCooling({ provider: id, state, last_error: error, cooling }: ProviderHealth, known: Known): Concern[] {
  const longest = [...cooling].sort((a, b) => b.seconds - a.seconds)[0];
  if (state === "off" || !longest || known.dead?.some((one) => one.id === id)) return [];
  const passed = (known.now - (known.health?.at ?? known.now)) / 1_000;
  const left = Math.max(0, Math.round(longest.seconds - passed));
  const said = words.cooling(id, longest.upstream, longest.message ?? error?.message ?? null, left);
  const way: Way = { to: "/providers", search: { provider: id } };
  return [{ id: `provider:${id}`, tone: "warning", ...said, way }];
}

function ofBudget({ id, name, budget, spent, held, period_ends_at: ends, disabled }: Key, now: number): Concern[] {
  if (!budget || disabled) return [];
  const limit = Number(budget.credits);
  const used = Number(spent) + Number(held);
  const share = limit > 0 ? used / limit : 1;
  if (share < NEARLY) return [];
  const left = roughCredits(Math.max(0, limit - used));
  const when = ends === null ? null : until(ends, now);
  const way: Way = { to: "/keys", search: { edit: id } };
  const said = share >= 1 ? words.spent(name, when) : words.nearlySpent(name, left, roughCredits(limit), when);
  return [
    {
      id: `budget:${id}`,
      tone: share >= 1 ? "danger" : "warning",
      tag: percent(Math.floor(share * 100) / 100),
      ...said,
      way,
    },
  ];
}

function ofExpiry({ id, name, expires_at: at, disabled }: Key, now: number): Concern[] {
  if (at === null || disabled || at <= now || at - now > SOON) return [];
  return [
    {
      id: `expiry:${id}`,
      tone: "warning",
      ...words.expires(name, until(at, now)),
      way: { to: "/keys", search: { edit: id } },
    },
  ];
}

/** One model without a price is mended where it is; several are to be seen first. */
function ofPrices({ figures }: Known): Concern[] {
  const unpriced = figures?.totals.unpriced ?? 0;
  if (unpriced === 0) return [];
  const models = figures?.models.filter((model) => model.unpriced > 0) ?? [];
  const only = models.length === 1 ? models[0]?.id : null;
  const said = words.unpriced(unpriced, count(unpriced), only ?? null);
  const way: Way = only
    ? { to: "/providers", search: { model: only } }
    : { to: "/requests", search: { q: "is:unpriced" } };
  return [{ id: "unpriced", tone: "warning", ...said, way }];
}

function ofStorage({ storage, settings }: Known): Concern[] {
  if (!storage) return [];
  const way = (section: string): Way => ({ to: "/settings", search: { section } });
  if (storage.free_bytes !== null && storage.free_bytes < LITTLE_FREE) {
    return [{ id: "storage", tone: "danger", ...words.diskFull(bytes(storage.free_bytes)), way: way("storage") }];
  }
  if (!settings) return [];
  const log = storage.database_bytes / (settings.log_limit_mb * MEGABYTE);
  const bodies = storage.bodies_bytes / (settings.body_limit_mb * MEGABYTE);
  if (Math.max(log, bodies) < NEARLY_FULL) return [];
  const said =
    log >= bodies ? words.logFull(bytes(storage.database_bytes)) : words.bodiesFull(bytes(storage.bodies_bytes));
  return [
    {
      id: "storage",
      tone: "warning",
      tag: percent(Math.floor(Math.max(log, bodies) * 100) / 100),
      ...said,
      way: way("logs"),
    },
  ];
}
