import { AudioLines, File, FileText, Film, Image, type LucideIcon, ScrollText } from "lucide-react";
import type { FileKind } from "../api/types";

const MARKS: Record<FileKind, LucideIcon> = {
  image: Image,
  pdf: ScrollText,
  text: FileText,
  audio: AudioLines,
  video: Film,
  other: File,
};

/** A picture of what sort of file it is; its word stands beside it. */
export function KindMark({ kind, size = 15 }: { kind: FileKind; size?: number }) {
  const Mark = MARKS[kind];
  return <Mark size={size} strokeWidth={1.75} aria-hidden className="shrink-0 text-subtlest" />;
}
