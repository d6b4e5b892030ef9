import { charts } from "./charts/strings";
import { commands } from "./commands/strings";
import { files } from "./files/strings";
import { count } from "./format/numbers";
import { host } from "./host/strings";
import { jobs } from "./jobs/strings";
import { keys } from "./keys/strings";
import { overview } from "./overview/strings";
import { playground } from "./playground/strings";
import { providers } from "./providers/strings";
import { requests } from "./requests/strings";
import { settings } from "./settings/strings";

/**
 * Every word of the window: the dictionary that all screens read. Sentence case; verbs on buttons; an error says what,
 * why and what to do. A second language is a second value of this type.
 */
export const strings = {
  app: {
    name: "Turnpike",
    broken: "This screen stopped working.",
    reload: "Reload",
    tryAgain: "Try again",
  },
  time: {
    now: "now",
    secondsAgo: (n: number) => `${n} s ago`,
    minutesAgo: (n: number) => `${n} min ago`,
    hoursAgo: (n: number) => `${n} h ago`,
    inMinutes: (n: number) => `in ${n} min`,
    inHours: (n: number) => `in ${n} h`,
    inDays: (n: number) => (n === 1 ? "in 1 day" : `in ${n} days`),
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hoursMinutes: (h: number, m: number) => (m === 0 ? `${h} h` : `${h} h ${m} min`),
    days: (n: number) => (n === 1 ? "1 day" : `${n} days`),
  },
  copy: { copy: "Copy", copied: "Copied", failed: "Could not copy", label: (what: string) => `Copy ${what}` },
  close: "Close",
  clearSearch: "Clear search",
  cancel: "Cancel",
  done: "Done",
  saved: "Saved",
  undo: {
    undo: "Undo",
    region: "What was done",
    failed: (what: string, why: string) => `Not done: ${what}. ${why}`,
  },
  json: {
    all: "all of it",
    showAll: (length: number) => `… show all ${count(length)} characters`,
    size: (size: number) => (size === 1 ? "1 item" : `${count(size)} items`),
    more: (next: number, left: number) => `Show ${count(next)} more of ${count(left)}`,
  },
  range: {
    label: "Time range",
    names: { today: "Today", "15m": "15 min", "1h": "1 h", "24h": "24 h", "7d": "7 d", "30d": "30 d" },
  },
  loading: "Loading",
  loadFailed: "This could not be loaded.",
  retry: "Try again",
  rail: {
    label: "Screens",
    overview: "Overview",
    playground: "Playground",
    requests: "Requests",
    keys: "Keys",
    providers: "Providers & models",
    files: "Files",
    jobs: "Jobs",
    settings: "Settings",
    active: (n: number) => (n === 1 ? "1 under way" : `${n} under way`),
    failing: (n: number) => (n === 1 ? "1 fails every request" : `${n} fail every request`),
    onlyHere: "Only this computer can connect.",
    network: "Your network can connect.",
    keyRequired: "Key required",
    secretsIn: { keychain: "secrets in keychain", file: "secrets in a file", none: "secrets not kept" } as Record<
      string,
      string | undefined
    >,
  },
  header: {
    serving: "serving",
    connecting: "connecting",
    away: "not answering",
    inFlight: (n: number) => `${n} in flight`,
    address: "base URL",
    skip: "Skip to content",
    paused: "paused",
    pause: "Pause",
    resume: "Resume",
    lan: "LAN",
    lanWhy: "Other computers of your network can connect, with a key.",
    addressCopied: (address: string) => `Copied ${address}`,
  },
  banner: {
    away: "The gateway does not answer. What you see may be old.",
    retryNow: "Retry now",
    paused: "Paused: clients are turned away until you resume. Requests under way go on.",
    moved: (usual: string, api: string) => `${usual} was taken at the first start, so clients use ${api} from now on.`,
    understood: "Got it",
    logStuck: "The request log can not be written. Requests are served and charged all the same.",
    secrets: {
      locked: "The keychain is locked: providers that need a credential can not be used until it is unlocked.",
      unavailable: "No keychain was found: provider credentials can not be kept safely on this computer.",
      denied: "The keychain refused access: providers that need a credential can not be used.",
    } as Record<string, string | undefined>,
  },
  signIn: {
    title: "Sign in",
    why: "This window needs the gateway's admin token. It is kept until you close the tab.",
    where: "turnpike-server writes it to admin-token in its data directory, unless TURNPIKE_ADMIN_TOKEN is set.",
    token: "Admin token",
    open: "Sign in",
    wrong: "The gateway does not accept this token. Copy it again, without spaces.",
    unreachable: "The gateway does not answer at this address. Is it still running?",
  },
  status: {
    live: "live",
    cancelled: "cancelled",
    cut: "cut off",
    ok: "OK",
    words: {
      400: "invalid",
      401: "no key",
      403: "forbidden",
      404: "not found",
      408: "timeout",
      413: "too large",
      429: "limited",
      500: "error",
      502: "failed",
      503: "unavailable",
      504: "timeout",
      529: "overloaded",
    } as Record<number, string | undefined>,
    budget: "budget",
    refused: "refused",
    failed: "failed",
  },
  attempts: {
    none: "no attempts",
    outcome: { served: "served", failed: "failed", cancelled: "cancelled" },
    spoken: (words: string) => `attempts: ${words}`,
  },
  credits: {
    unpriced: "unpriced",
    unpricedWhy: "The price of this model is unknown, so nothing could be charged.",
    held: (amount: string) => `held ${amount}`,
    exact: (amount: string) => `${amount} credits`,
  },
  charts,
  commands,
  host,
  overview,
  playground,
  requests,
  keys,
  providers,
  files,
  jobs,
  settings,
} as const;
