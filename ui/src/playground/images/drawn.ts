import type { Reply, ReplyEvent } from "../../api/reply";

/** One image of an answer. */
export interface Drawn {
  /** Itself, or where it is. */
  picture: Blob | null;
  url: string | null;
  revised: string | null;
  seed: string | null;
}

export interface Drawings {
  images: readonly Drawn[];
  /** What there is so far of the one that is being drawn. */
  draft: { picture: Blob; n: number } | null;
}

const NONE: Drawings = { images: [], draft: null };

/** What has been drawn so far; null where the answer can not be read. */
export function drawingsOf({ bytes, events }: Pick<Reply, "bytes" | "events">): Drawings | null {
  if (bytes) return whole(bytes);
  let drawings = NONE;
  for (const event of events) {
    if (isOf(event, "partial_image")) {
      const picture = once(event).picture;
      const n = Number(event.partial_image_index ?? drawings.draft?.n ?? 0) + 1;
      if (picture) drawings = { ...drawings, draft: { picture, n } };
    } else if (isOf(event, "completed")) {
      drawings = { images: [...drawings.images, once(event)], draft: null };
    }
  }
  return drawings;
}

/** `a-toll-gate-at-dawn-2.png` */
export function nameOf(prompt: string, number: number, { type }: Blob): string {
  const [words = "image"] =
    prompt
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/[a-z0-9]+(?:[^a-z0-9]+[a-z0-9]+){0,5}/) ?? [];
  return `${words.replace(/[^a-z0-9]+/g, "-").slice(0, 48)}-${number}.${ENDINGS[type] ?? "bin"}`;
}

const ENDINGS: Record<string, string | undefined> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
};

/** By its first bytes: the only types under which a browser is given an image, whatever somebody says that it is. */
export function typeOf(head: Uint8Array): string | null {
  const text = String.fromCharCode(...head.slice(0, 12));
  if (text.startsWith("\x89PNG\r\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("GIF8")) return "image/gif";
  return text.startsWith("RIFF") && text.endsWith("WEBP") ? "image/webp" : null;
}

/** Answers are read again with each thing that happens; their images are decoded once. */
const WHOLE = new WeakMap<Uint8Array, Drawings | null>();
const EACH = new WeakMap<object, Drawn>();

function whole(bytes: Uint8Array): Drawings | null {
  const known = WHOLE.get(bytes);
  if (known !== undefined) return known;
  const drawings = read(bytes);
  WHOLE.set(bytes, drawings);
  return drawings;
}

function read(bytes: Uint8Array): Drawings | null {
  try {
    const { data } = JSON.parse(new TextDecoder().decode(bytes)) as { data: ReplyEvent[] };
    return { images: data.map(once), draft: null };
  } catch {
    return null;
  }
}

function once(item: ReplyEvent): Drawn {
  const drawn = EACH.get(item) ?? one(item);
  EACH.set(item, drawn);
  return drawn;
}

function one({ b64_json: base64, url, revised_prompt: revised, seed }: ReplyEvent): Drawn {
  return {
    picture: typeof base64 === "string" ? pictureOf(base64) : null,
    url: typeof url === "string" ? url : null,
    revised: typeof revised === "string" && revised !== "" ? revised : null,
    seed: typeof seed === "number" || typeof seed === "string" ? String(seed) : null,
  };
}

function pictureOf(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: typeOf(bytes) ?? "application/octet-stream" });
}

function isOf({ type }: ReplyEvent, what: string): boolean {
  return typeof type === "string" && type.endsWith(`.${what}`);
}
