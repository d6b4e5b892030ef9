import { count } from "../../format/numbers";
import type { Basics, Trade } from "../bench/bench";
import { speech as words } from "./strings";

/** OpenAI's own limit, which holds for every provider here. */
export const MOST_CHARACTERS = 4_096;
export const FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm"] as const;
/** The gateway knows each vendor's nearest voice to these. */
export const VOICES = [
  "alloy",
  "ash",
  "ballad",
  "cedar",
  "coral",
  "echo",
  "fable",
  "marin",
  "nova",
  "onyx",
  "sage",
  "shimmer",
  "verse",
];

export interface SpeechDraft extends Basics {
  text: string;
  voice: string;
  /** Empty is not sent, as all that is written here: engines that know one format take no other. */
  format: (typeof FORMATS)[number] | "";
  speed: string;
  instructions: string;
}

export const SPEECH: Trade<SpeechDraft> = {
  name: "speech",
  fresh: {
    model: "sandbox-speech",
    key: null,
    simulate: null,
    text: "",
    voice: "alloy",
    format: "",
    speed: "",
    instructions: "",
  },
  sentOf: ({ model, text, voice, format, speed, instructions }) => ({
    path: "audio/speech",
    body: {
      model,
      input: text,
      voice: voice.trim(),
      ...(format === "" ? {} : { response_format: format }),
      ...(speed.trim() === "" ? {} : { speed: Number(speed) }),
      ...(instructions.trim() === "" ? {} : { instructions }),
    },
  }),
  problemOf({ text, voice, speed }) {
    if (text.trim() === "") return words.nothing;
    const over = characters(text) - MOST_CHARACTERS;
    if (over > 0) return words.tooLong(count(over));
    if (voice.trim() === "") return words.noVoice;
    return isSpeed(speed) ? null : words.speedWrong;
  },
};

/** As they are billed: by Unicode, not by what a text takes in memory. */
export function characters(text: string): number {
  return [...text].length;
}

export function isSpeed(text: string): boolean {
  const speed = Number(text);
  return text.trim() === "" || (speed >= 0.25 && speed <= 4);
}

/** What saying this costs, where that is by the character: in credits, to the last place that is booked. */
export function costOf(text: string, dollarsPerMillion: string): string {
  return ((characters(text) * Number(dollarsPerMillion)) / 10_000).toFixed(6);
}
