import type { FileRow } from "../../api/types";

/**
 * The types under which a browser may be given a file's bytes: decoders read them, nothing runs them. A page or a
 * drawing with scripts, opened on its own, would run as this window.
 */
const IMAGES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "image/x-icon",
  "image/vnd.microsoft.icon",
]);

/** The type to show a file as, or null when it is not to be shown as a picture or played. */
export function shownType({ kind, media_type: type }: Pick<FileRow, "kind" | "media_type">): string | null {
  if (kind === "image") return IMAGES.has(type) ? type : null;
  if (kind === "audio" || kind === "video") return /^(audio|video)\/[\w.+-]+$/.test(type) ? type : null;
  return null;
}
