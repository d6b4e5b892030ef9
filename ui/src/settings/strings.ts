/** The words of the settings; read through `strings`. */
export const settings = {
  title: "Settings",
  search: "Search settings",
  nothing: (typed: string) => `No setting fits “${typed}”.`,
  sections: "Sections",
  applies: { now: "Applies now.", restart: "Restarts the listener.", window: "This window only." },
  list: { add: "Add", remove: (entry: string) => `Remove ${entry}`, twice: "This is in the list already." },
  wrong: {
    number: (most: number) => `A whole number from 1 to ${most.toLocaleString()}.`,
    origin: "An origin is written like https://app.example.com, without a path.",
    host: "A name is written like my-computer.local or 192.168.1.20.",
    proxy: "A proxy is written like http://10.0.0.1:3128 or socks5://127.0.0.1:1080.",
    proxyName: "A name and password can not be kept safely here: use a proxy that asks for none.",
  },
  server: {
    title: "Server",
    onlyHere: "Only programs on this computer can connect, and each needs a key.",
    network:
      "Every computer of your network can connect, and each needs a key. What is sent is not encrypted on the way.",
    fixed: "This run was started with an address of its own; the one set here counts from the next start.",
    reach: { "127.0.0.1": "Only this computer", "0.0.0.0": "Your network" },
    reachAt: (host: string) => `Only at ${host}`,
    portWrong: "A port is a number from 1 to 65535.",
    openTitle: "Let your network connect?",
    openText:
      "Every computer of your network can then reach the gateway with a key, over plain HTTP. Do this only in a network you trust.",
    open: "Let it connect",
    seconds: "s",
    plans: { starter: "Starter", pro: "Pro", unlimited: "Unlimited" },
    rows: {
      reach: {
        title: "Who can connect",
        text: "Requests under way go on at the old address until they end.",
        also: "bind loopback lan expose listen",
      },
      port: (usual: number) => ({
        title: "Port",
        text: `Clients have this in their base URL. Usually ${usual}.`,
        also: "listen address",
      }),
      hosts: {
        title: "Trusted names",
        text: "Names besides this computer's own by which clients may call it.",
        also: "hosts dns rebinding",
      },
      origins: {
        title: "Web pages that may call",
        text: "Origins of pages in a browser. None, unless listed.",
        also: "cors",
      },
      perAddress: {
        title: "Most requests from one address",
        text: "A safety net against a client that runs wild.",
        also: "rate limit ip",
      },
      perAddressTime: {
        title: "Within this time",
        text: "How long those requests are counted.",
        also: "rate limit ip seconds",
      },
      plan: { title: "Plan", text: "The limits that hold over all keys together.", also: "workspace limits" },
    },
  },
  logs: {
    title: "Logs & privacy",
    days: "days",
    asPlan: "as planned",
    capture: { off: "Keep nothing", errors: "Only of failures", all: "Of every request" },
    rows: {
      capture: {
        title: "What was said",
        text: "Keeps prompts and answers on this computer, so that requests can be looked into. A key can say otherwise.",
        also: "capture bodies prompts content privacy",
      },
      bodyDays: {
        title: "Keep what was said for",
        text: "Older prompts and answers are deleted.",
        also: "retention bodies",
      },
      bodyMegabytes: {
        title: "At most",
        text: "When prompts and answers take more, the oldest go first.",
        also: "retention bodies size mb",
      },
      logDays: {
        title: "Keep the request log for",
        text: "Empty: as long as the plan says. Pinned requests stay.",
        also: "retention",
      },
      logMegabytes: {
        title: "Log at most",
        text: "When the log takes more, the oldest requests go first.",
        also: "retention size mb",
      },
    },
  },
  storage: {
    title: "Storage",
    requests: "Requests",
    database: "Log, keys and settings",
    bodies: "Prompts and answers",
    free: "Free on this disk",
    since: (day: string) => `since ${day}`,
    kept: (n: string) => `${n} kept`,
    compact: "Compact now",
    compacting: "Compacting",
    compacted: "Compacted",
    rows: {
      sizes: { title: "What is kept", also: "disk size space" },
      compact: {
        title: "Give space back",
        text: "Deletes what is older than it may be and shrinks the files.",
        also: "vacuum clean disk",
      },
    },
  },
  secrets: {
    title: "Secrets",
    backends: { keychain: "In the keychain", file: "In a file only you can read", none: "Not kept" } as Record<
      string,
      string | undefined
    >,
    states: { locked: "Locked", unavailable: "No keychain", denied: "Refused" } as Record<string, string | undefined>,
    rows: {
      place: {
        title: "Where provider credentials are kept",
        text: "They are encrypted in the database; the key to them is kept here.",
        also: "keychain keyring credentials encryption",
      },
    },
  },
  network: {
    title: "Network",
    system: "as the system says",
    rows: {
      proxy: {
        title: "Proxy",
        text: "Through which providers are called. Empty: as the system says.",
        also: "http socks outgoing",
      },
    },
  },
  prices: {
    title: "Prices",
    refresh: { off: "Never", on: "Once a day" },
    checked: (when: string) => `newest as of ${when}`,
    asking: "asking for it",
    failed: (when: string, why: string) =>
      `The last try (${when}) brought nothing, so prices stay as they are: ${why}.`,
    rows: {
      refresh: {
        title: "Fetch new prices",
        text: "Gets the public list of genai-prices from GitHub. Nothing about you or your requests is sent. Your own prices stay.",
        also: "refresh update cost rates catalogue",
      },
      list: {
        title: "Price list",
        text: "What models cost that have no price of yours.",
        also: "version source cost rates",
      },
    },
  },
  appearance: {
    title: "Appearance",
    themes: { system: "As the system", light: "Light", dark: "Dark", contrast: "High contrast" },
    densities: { compact: "Compact", normal: "Normal", roomy: "Roomy" },
    motions: { system: "As the system", reduced: "None" },
    rows: {
      theme: { title: "Theme", text: "Light, dark or with more contrast.", also: "colour color dark mode" },
      density: { title: "Row height", text: "How close the rows of tables stand.", also: "density compact" },
      zoom: { title: "Size", text: "Of text and everything else.", also: "zoom font text scale" },
      motion: { title: "Motion", text: "Whether new rows slide in.", also: "animation reduced" },
    },
  },
  shortcuts: {
    title: "Shortcuts",
    change: "Change",
    press: "Press the new keys",
    reset: "Reset",
    resetAll: "Reset all",
    taken: (keys: string, by: string) => `${keys} is used for ${by}.`,
    takeIt: "Use it here",
    rows: { reset: { title: "All shortcuts", text: "Back to what they were at first." } },
  },
  startup: {
    title: "Startup & tray",
    onClose: { ask: "Ask", background: "Keep serving", quit: "Quit" },
    autostart: { on: "Start it", off: "Do not start it" },
    unknown: "The system does not say",
    rows: {
      autostart: {
        title: "When you sign in to this computer",
        text: "Turnpike starts without a window and serves at once.",
        also: "autostart login boot",
      },
      onClose: {
        title: "When the window is closed",
        text: "Serving goes on without a window, or Turnpike ends.",
        also: "tray background quit",
      },
    },
  },
  backup: {
    title: "Backup",
    make: "Make a backup",
    making: "Making",
    makeText: "Keys, providers, models and settings go into one encrypted file. The request log is left out.",
    passphrase: "Passphrase",
    passphraseHint: (least: number) =>
      `At least ${least} characters. Without it the file can not be opened by anybody.`,
    withSecrets: "Include the credentials of providers",
    fileName: (day: string) => `turnpike-${day}.backup`,
    saved: (where: string) => `Backup saved: ${where}`,
    choose: "Choose a file",
    restore: "Replace with the backup",
    restoring: "Restoring",
    restoreTitle: (name: string) => `Restore ${name}?`,
    restoreText:
      "All keys, providers, models and settings here are replaced by those of the file. This can not be undone; make a backup first if you may need them.",
    restored: (counts: { keys: number; providers: number; models: number; settings: number }) =>
      `Restored: ${counts.keys} keys, ${counts.providers} providers, ${counts.models} models, ${counts.settings} settings`,
    rows: {
      make: { title: "Make a backup", text: "One file, encrypted with a passphrase of yours.", also: "export" },
      restore: {
        title: "Restore a backup",
        text: "Replaces what is set up here by what is in the file.",
        also: "import",
      },
    },
  },
  diagnostics: {
    title: "Diagnostics",
    show: "Show the report",
    save: "Save",
    report: "report",
    folder: "path of the data folder",
    open: "Open",
    switches: (list: string) => `with ${list}`,
    fileName: "turnpike-report.txt",
    saved: (where: string) => `Report saved: ${where}`,
    rows: {
      report: {
        title: "Report",
        text: "Version, system, sizes, states and the last log lines. No secrets, no prompts.",
        also: "debug logs support bug",
      },
      folder: { title: "Data folder", text: "The log, keys and settings are here.", also: "directory path open" },
      graphics: { title: "Window", text: "What draws this window.", also: "webkit gpu graphics webview" },
    },
  },
  about: {
    title: "About",
    running: (time: string) => `serving for ${time}`,
    rows: {
      version: {
        title: "Turnpike",
        text: "One local address in front of every AI provider, with exact accounting.",
        also: "version",
      },
      licences: {
        title: "Licences",
        text: "Free software: MIT or Apache 2.0, as you like. Inter and JetBrains Mono: SIL Open Font License.",
      },
    },
  },
  changes: {
    title: "Changes",
    none: "Nothing has been changed yet.",
    revert: "Revert",
    revertLabel: (name: string) => `Revert ${name}`,
    showAll: (n: number) => `Show all ${n}`,
    usual: "usual",
    empty: "none",
    on: "on",
    off: "off",
    perAddress: (count: string, seconds: string) => `${count} in ${seconds} s`,
    names: {
      plan: "Plan",
      requests_per_ip: "Most requests from one address",
      capture: "What was said",
      body_retention_days: "Days to keep what was said",
      body_limit_mb: "MB of what was said",
      log_retention_days: "Days to keep the log",
      log_limit_mb: "MB of log",
      cors_origins: "Web pages that may call",
      hosts: "Trusted names",
      listen: "Address",
      proxy: "Proxy",
      refresh_prices: "Fetch new prices",
    } as Record<string, string | undefined>,
    rows: {
      list: {
        title: "What was changed",
        text: "The gateway's settings, newest first. Reverting is a change as well.",
        also: "undo history revert",
      },
    },
  },
};
