import type { TranscriptFormat } from "./trade";

export interface Segment {
  /** In seconds. */
  start: number;
  end: number;
  text: string;
}

/** What was said, as far as the format tells it. */
export interface Transcript {
  text: string;
  segments: readonly Segment[];
  words: readonly Segment[];
  language: string | null;
  /** Of the audio, in seconds. */
  duration: number | null;
  /** As it was sent. */
  raw: string;
}

export function transcriptOf(bytes: Uint8Array, format: TranscriptFormat): Transcript {
  const raw = new TextDecoder().decode(bytes);
  const bare = { text: raw.trim(), segments: [], words: [], language: null, duration: null, raw };
  switch (format) {
    case "text":
      return bare;
    case "srt":
    case "vtt": {
      const segments = cuesOf(raw);
      return { ...bare, segments, text: segments.map(({ text }) => text).join(" ") };
    }
    default:
      return { ...bare, ...fromJson(raw) };
  }
}

interface Sent {
  text?: string;
  language?: string;
  duration?: number;
  segments?: Segment[];
  words?: { start: number; end: number; word: string }[];
}

function fromJson(raw: string): Partial<Transcript> {
  try {
    const { text, language, duration, segments, words } = JSON.parse(raw) as Sent;
    return {
      ...(text === undefined ? {} : { text: text.trim() }),
      segments: (segments ?? []).map(({ start, end, text: said }) => ({ start, end, text: said.trim() })),
      words: (words ?? []).map(({ start, end, word }) => ({ start, end, text: word })),
      language: language ?? null,
      duration: duration ?? null,
      raw: JSON.stringify(JSON.parse(raw), null, 2),
    };
  } catch {
    return {};
  }
}

const TIMES = /^((?:\d+:)?\d+:\d+[.,]\d+)\s+-->\s+((?:\d+:)?\d+:\d+[.,]\d+)/;

/** The cues of subtitles, of either kind: a line of times, then text up to an empty line. */
function cuesOf(raw: string): Segment[] {
  return raw
    .replaceAll("\r", "")
    .split(/\n{2,}/)
    .flatMap((block) => {
      const lines = block.split("\n");
      const at = lines.findIndex((line) => TIMES.test(line));
      const [, start, end] = TIMES.exec(lines[at] ?? "") ?? [];
      if (start === undefined || end === undefined) return [];
      const text = lines
        .slice(at + 1)
        .join(" ")
        .trim();
      return [{ start: seconds(start), end: seconds(end), text }];
    });
}

function seconds(time: string): number {
  return time
    .replace(",", ".")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}
