/** The words of what only the app has: starting, closing, ending. */
export const host = {
  noWindow: "The window could not reach the gateway inside the app.",
  taken: {
    title: (port: string) => `Port ${port} is taken`,
    by: (address: string, who: string) => `${who} is using ${address}, where Turnpike serves.`,
    process: (name: string, pid: number) => `${name} (process ${pid})`,
    someone: "Another program",
    turnpike: (address: string) =>
      `Another Turnpike serves at ${address}, perhaps of another user or as turnpike-server.`,
    why: "Your apps know this address, so Turnpike does not move by itself. End that program and retry, or serve somewhere else:",
    fixed: "TURNPIKE_LISTEN names this address. End that program and retry, or serve somewhere else until you quit:",
    noneFree: "No port near it is free.",
    fromNowOn: (port: string) => `Use ${port} from now on`,
    justNow: "Just now",
    retry: "Retry",
  },
  close: {
    title: "Keep the gateway running?",
    text: "In the background it goes on serving your apps without this window.",
    tray: "Its icon in the tray opens the window again.",
    noTray: "Start Turnpike once more to open the window again.",
    again: "You are asked only once. Settings can change it.",
    background: "In background",
    quit: "Quit",
  },
  quit: {
    title: "Quit Turnpike?",
    inFlight: (n: number) => (n === 1 ? "1 request is in flight." : `${n} requests are in flight.`),
    text: "Waiting lets what is under way end and turns new requests away. Quitting now cuts it off.",
    waiting: "Turnpike quits when the last request has ended.",
    wait: "Wait and quit",
    now: "Quit now",
  },
  saferNow: {
    title: "The window stayed empty",
    text: "So Turnpike started once more and now asks less of the graphics driver. Settings shows which switches are set.",
  },
} as const;
