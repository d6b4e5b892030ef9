import type { SettingChange, Settings } from "../api/types";
import { refusal, type ScriptedGateway } from "./gateway";

/** The settings of a new gateway; `change` says what this one is about. */
export function someSettings(change: Partial<Settings> = {}): Settings {
  return {
    plan: "unlimited",
    requests_per_ip: { count: 5_000, per_seconds: 600 },
    capture: "off",
    body_retention_days: 7,
    body_limit_mb: 512,
    log_retention_days: null,
    log_limit_mb: 2_048,
    cors_origins: [],
    hosts: [],
    listen: null,
    proxy: null,
    refresh_prices: false,
    ...change,
  };
}

/** Lets a scripted gateway have settings, which can be changed and reverted. Port 80 is taken there. */
export function withSettings(gateway: ScriptedGateway, settings: Settings = someSettings()): ScriptedGateway {
  let now = settings;
  let changes: SettingChange[] = [];
  const change = (to: Partial<Settings>) => {
    for (const [name, after] of Object.entries(to)) {
      const before = now[name as keyof Settings];
      changes = [{ id: changes.length + 1, at: 1, name, before, after }, ...changes];
    }
    now = { ...now, ...to };
    return now;
  };
  return gateway
    .on("GET /settings", () => now)
    .on("PATCH /settings", ({ body }) => {
      const to = body as Partial<Settings>;
      if (to.listen?.endsWith(":80")) return refusal(409, "127.0.0.1:80 is used by nginx.", "listen");
      return change(to);
    })
    .on("GET /settings/changes", () => ({ data: changes }))
    .on("POST /settings/changes/{id}/revert", ({ id }) => {
      const found = changes.find((each) => String(each.id) === id);
      return found ? change({ [found.name]: found.before }) : refusal(404, "There is no such change.");
    })
    .on("GET /prices", () => ({
      source: now.refresh_prices ? "genai-prices@2026-11-23" : "genai-prices@0.2.1",
      checked_at: now.refresh_prices ? Date.now() : null,
      tried_at: now.refresh_prices ? Date.now() : null,
      trouble: null,
    }))
    .on("GET /storage", () => ({
      requests: 12_345,
      oldest_at: Date.UTC(2026, 10, 1),
      database_bytes: 8_400_000,
      bodies: 40,
      bodies_bytes: 120_000,
      free_bytes: null,
    }));
}
