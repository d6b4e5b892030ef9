import type { Basics, Trade } from "../bench/bench";
import { furtherFields } from "../body";
import { complaintOf } from "../complain";
import { isLength, isWhole, numbers, written } from "../numbers";
import { shortened } from "../pictures";
import { video as words } from "./strings";

export const ASPECTS = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9"] as const;
export const RESOLUTIONS = ["480p", "720p", "1080p", "4k"] as const;
export const MOST_SECONDS = 600;
export const MOST_FILMS = 4;
export const MOST_SEED = 2 ** 32 - 1;

/** What a film begins with. */
export interface FirstFrame {
  name: string;
  /** A data URL, or the id of a file. */
  reference: string;
}

export interface VideoDraft extends Basics {
  prompt: string;
  /** It goes with the page: images are too large to be kept in it. */
  image: FirstFrame | null;
  /** Empty is not sent, as all that is written here: each model has its own defaults. */
  seconds: string;
  aspect: (typeof ASPECTS)[number] | "";
  resolution: (typeof RESOLUTIONS)[number] | "";
  size: string;
  count: string;
  seed: string;
  /** Further fields, as JSON. */
  extra: string;
}

export const VIDEO: Trade<VideoDraft> = {
  name: "video",
  fresh: {
    model: "sandbox-video",
    key: null,
    simulate: null,
    prompt: "",
    image: null,
    seconds: "4",
    aspect: "",
    resolution: "",
    size: "",
    count: "",
    seed: "",
    extra: "",
  },
  sentOf: (draft) => sentWith(draft, draft.image?.reference),
  shownOf: (draft) => (draft.image ? sentWith(draft, shortened(draft.image.reference)) : null),
  problemOf({ prompt, seconds, size, count, seed, extra }) {
    if (prompt.trim() === "") return words.nothing;
    if (!isLength(seconds, MOST_SECONDS)) return `${words.seconds}: ${words.secondsWrong}`;
    if (!isSize(size)) return `${words.size}: ${words.sizeWrong}`;
    if (!isWhole(count, 1, MOST_FILMS)) return `${words.count}: ${words.countWrong}`;
    if (!isWhole(seed, 0, MOST_SEED)) return `${words.seed}: ${words.seedWrong}`;
    const { problem } = furtherFields(extra);
    return problem ? complaintOf(problem) : null;
  },
  keptOf: ({ image: _, ...draft }) => draft,
};

function sentWith(draft: VideoDraft, image: string | undefined) {
  const { model, prompt, seconds, aspect, resolution, size, count, seed, extra } = draft;
  const body = {
    model,
    prompt,
    ...numbers({ seconds }),
    ...written({ aspect_ratio: aspect, resolution, size }),
    ...numbers({ n: count, seed }),
    ...(image === undefined ? {} : { image }),
    ...furtherFields(extra).value,
  };
  return { path: "videos/generations" as const, body };
}

export function isSize(text: string): boolean {
  return /^([1-9]\d{1,4}x[1-9]\d{1,4})?$/.test(text.trim());
}
