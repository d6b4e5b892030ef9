import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { ApiError } from "../api/error";
import { useGateway } from "../api/gateway";
import { type Sending, sendFile } from "../api/upload";
import { tell } from "../parts/undo";
import { strings } from "../strings";

const words = strings.files.uploads;
/** A browser has six connections to one place, and the rest of the window needs some. */
const AT_ONCE = 2;

export interface Upload {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  state: "waiting" | "sending" | "failed";
  error: string | null;
}

interface Queued extends Upload {
  start: () => Promise<Sending>;
  sending: Sending | undefined;
  onSettled: () => void;
}

// Not of the screen: who goes to another one meanwhile does not give up their uploads.
let all: readonly Queued[] = [];
let lastId = 0;
let finished = 0;
const readers = new Set<() => void>();

/** The files that are on their way, and what can be done about them. */
export function useUploads() {
  const { connection } = useGateway();
  const cache = useQueryClient();
  const uploads: readonly Upload[] = useSyncExternalStore(subscribe, () => all);
  const onSettled = () => void cache.invalidateQueries({ queryKey: ["files"] });

  /** `room`: bytes that are left. What is longer is refused anyway, and need not be sent to find out. */
  function add(files: Iterable<File>, key: string | undefined, room: number) {
    const added = [...files].map((file): Queued => {
      const id = ++lastId;
      const fields = { file, purpose: purposeOf(file), key };
      const start = () => sendReadable(file, () => sendFile(connection, fields, (sent) => put(id, { sent })));
      const about = { id, name: file.name, bytes: file.size, sent: 0, sending: undefined, start, onSettled };
      if (file.size > room) return { ...about, state: "failed", error: words.full };
      return { ...about, state: "waiting", error: null };
    });
    change([...all, ...added]);
    next();
  }
  return { uploads, add, cancel, retry };
}

/** Stops an upload, or takes one that failed off the list. */
function cancel(id: number): void {
  const upload = all.find((each) => each.id === id);
  change(all.filter((each) => each.id !== id));
  upload?.sending?.abort();
  next();
}

function retry(id: number): void {
  put(id, { state: "waiting", sent: 0, error: null });
  next();
}

function next(): void {
  const busy = all.filter(({ state }) => state === "sending").length;
  for (const upload of all.filter(({ state }) => state === "waiting").slice(0, Math.max(0, AT_ONCE - busy))) {
    void send(upload);
  }
  if (all.length === 0 && finished > 0) {
    tell(words.done(finished));
    finished = 0;
  }
}

async function send({ id, start, onSettled }: Queued): Promise<void> {
  put(id, { state: "sending" });
  try {
    const sending = await start();
    // Cancelled while its first byte was read.
    if (!all.some((each) => each.id === id)) return sending.abort();
    put(id, { sending });
    await sending.kept;
    finished += 1;
    change(all.filter((each) => each.id !== id));
    onSettled();
  } catch (error) {
    put(id, { state: "failed", sending: undefined, error: reasonOf(error) });
  }
  next();
}

/** What a folder, or a file that is gone by now, would be refused for is told in its own words. */
async function sendReadable(file: File, start: () => Sending): Promise<Sending> {
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch(() => {
      throw new Error(words.unreadable);
    });
  return start();
}

function reasonOf(error: unknown): string {
  if (error instanceof ApiError && error.code === "storage_limit_exceeded") return words.full;
  return error instanceof Error ? error.message : String(error);
}

/** What OpenAI's purposes call it: something to look at, or anything else. */
export function purposeOf({ type }: Pick<File, "type">): string {
  return type.startsWith("image/") ? "vision" : "user_data";
}

function put(id: number, fields: Partial<Queued>): void {
  change(all.map((each) => (each.id === id ? { ...each, ...fields } : each)));
}

function change(to: readonly Queued[]): void {
  all = to;
  for (const reader of readers) reader();
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}
