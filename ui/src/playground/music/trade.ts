import { count } from "../../format/numbers";
import type { Basics, Trade } from "../bench/bench";
import { furtherFields } from "../body";
import { complaintOf } from "../complain";
import { isLength, isWhole, numbers, written } from "../numbers";
import { MOST_SECONDS, MOST_SEED } from "../video/trade";
import { music as words } from "./strings";

export const FORMATS = ["mp3", "wav", "flac", "opus"] as const;
export const MOST_LYRICS = 10_000;

export interface MusicDraft extends Basics {
  prompt: string;
  /** Empty is not sent, as all that is written here. Nor are they while nobody is to sing. */
  lyrics: string;
  instrumental: boolean;
  duration: string;
  format: (typeof FORMATS)[number] | "";
  seed: string;
  /** Further fields, as JSON. */
  extra: string;
  background: boolean;
}

export const MUSIC: Trade<MusicDraft> = {
  name: "music",
  fresh: {
    model: "sandbox-music",
    key: null,
    simulate: null,
    prompt: "",
    lyrics: "",
    instrumental: false,
    duration: "",
    format: "",
    seed: "",
    extra: "",
    background: true,
  },
  sentOf: ({ model, prompt, lyrics, instrumental, duration, format, seed, background, extra }) => ({
    path: "music/generations",
    body: {
      model,
      prompt,
      ...(instrumental ? { instrumental } : written({ lyrics })),
      ...numbers({ duration }),
      ...written({ output_format: format }),
      ...numbers({ seed }),
      ...(background ? { background } : {}),
      ...furtherFields(extra).value,
    },
  }),
  problemOf({ prompt, lyrics, instrumental, duration, seed, extra }) {
    if (prompt.trim() === "") return words.nothing;
    const over = instrumental ? 0 : tooLong(lyrics);
    if (over > 0) return `${words.lyrics}: ${words.lyricsLong(count(over))}`;
    if (!isLength(duration, MOST_SECONDS)) return `${words.duration}: ${words.durationWrong}`;
    if (!isWhole(seed, 0, MOST_SEED)) return `${words.seed}: ${words.seedWrong}`;
    const { problem } = furtherFields(extra);
    return problem ? complaintOf(problem) : null;
  },
};

/** Characters beyond what the gateway takes. */
export function tooLong(lyrics: string): number {
  return [...lyrics].length - MOST_LYRICS;
}
