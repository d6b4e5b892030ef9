import type { Basics, Trade } from "../bench/bench";
import { transcription as words } from "./strings";

export const FORMATS = ["verbose_json", "json", "srt", "vtt", "text"] as const;
export type TranscriptFormat = (typeof FORMATS)[number];

export interface TranscriptionDraft extends Basics {
  /** It goes with the page: audio is too long to be kept in it. */
  file: File | null;
  format: TranscriptFormat;
  /** Empty is not sent, as all that is written here. */
  language: string;
  prompt: string;
  translate: boolean;
  /** When each word is said, which only one format can tell. */
  wordTimes: boolean;
}

export const TRANSCRIPTION: Trade<TranscriptionDraft> = {
  name: "transcription",
  fresh: {
    model: "sandbox-transcribe",
    key: null,
    simulate: null,
    file: null,
    format: "verbose_json",
    language: "",
    prompt: "",
    translate: false,
    wordTimes: false,
  },
  sentOf: ({ model, file, format, language, prompt, translate, wordTimes }) => ({
    path: translate ? "audio/translations" : "audio/transcriptions",
    body: {
      model,
      response_format: format,
      ...(language.trim() === "" || translate ? {} : { language: language.trim() }),
      ...(prompt.trim() === "" ? {} : { prompt }),
      ...(wordTimes && format === "verbose_json" && !translate ? { timestamp_granularities: ["word", "segment"] } : {}),
    },
    files: [{ field: "file", name: file?.name ?? "audio.mp3" }],
  }),
  filesOf: ({ file }) => (file ? [file] : []),
  problemOf: ({ file }) => (file ? null : words.nothing),
  keptOf: ({ file: _, ...draft }) => draft,
};

/** The ending of a transcript's name. */
export function extensionOf(format: TranscriptFormat): string {
  return format === "text" ? "txt" : format.replace("verbose_", "");
}
