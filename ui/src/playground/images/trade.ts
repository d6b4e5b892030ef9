import type { FilePart } from "../../connect/form";
import { strings } from "../../strings";
import type { Basics, Trade } from "../bench/bench";
import { furtherFields, type Problem } from "../body";
import { complaintOf } from "../complain";
import { numbers, written } from "../numbers";
import type { Mark } from "./mask";

const words = strings.playground.images;

export const WORKS = ["generation", "edit"] as const;
export type Work = (typeof WORKS)[number];
/** Some sizes that models know. */
export const SIZES = ["auto", "1024x1024", "1536x1024", "1024x1536", "1792x1024", "1024x1792", "512x512"];
export const QUALITIES = ["auto", "low", "medium", "high", "standard", "hd"] as const;
export const BACKGROUNDS = ["auto", "transparent", "opaque"] as const;
export const FORMATS = ["png", "jpeg", "webp"] as const;
export const ANSWERS = ["b64_json", "url"] as const;
export const MOST_DRAFTS = 3;
/** OpenAI's own limits, which the gateway holds for every provider. */
export const MOST_AT_ONCE = 10;
export const MOST_GIVEN = 16;

/** Where an image may be changed: as it was painted, and as it is sent. */
export interface Mask {
  marks: readonly Mark[];
  file: File;
}

/** An image that is to be edited. */
export interface Given {
  file: File;
  mask: Mask | null;
}

export interface ImagesDraft extends Basics {
  work: Work;
  prompt: string;
  /** They go with the page, and editing with them: images are too large to be kept. A mask counts for the first only. */
  given: readonly Given[];
  /** Empty is not sent, as all that is written here. */
  count: string;
  size: string;
  quality: string;
  background: string;
  format: string;
  seed: string;
  answer: (typeof ANSWERS)[number];
  stream: boolean;
  drafts: number;
  /** Further fields, as JSON. */
  extra: string;
}

export const IMAGES: Trade<ImagesDraft> = {
  name: "images",
  fresh: {
    model: "sandbox-image",
    key: null,
    simulate: null,
    work: "generation",
    prompt: "",
    given: [],
    count: "",
    size: "",
    quality: "",
    background: "",
    format: "",
    seed: "",
    answer: "b64_json",
    stream: false,
    drafts: 2,
    extra: "",
  },
  sentOf(draft) {
    const { model, prompt, stream, work } = draft;
    const body = {
      model,
      prompt,
      ...numbers({ n: draft.count }),
      ...written({
        size: draft.size,
        quality: draft.quality,
        background: draft.background,
        output_format: draft.format,
      }),
      ...numbers({ seed: draft.seed }),
      ...(stream ? { stream, partial_images: draft.drafts } : { response_format: draft.answer }),
      ...furtherFields(draft.extra).value,
    };
    if (work === "generation") return { path: "images/generations", body };
    return { path: "images/edits", body, files: partsOf(draft) };
  },
  filesOf: ({ given }) => [...given.map(({ file }) => file), ...masksOf(given)],
  problemOf({ prompt, work, given, count, size, seed, extra }) {
    if (work === "edit" && given.length === 0) return words.nothingToEdit;
    if (prompt.trim() === "") return words.nothing;
    if (!isCount(count)) return `${words.count}: ${words.countWrong}`;
    if (!isSize(size)) return `${words.size}: ${words.sizeWrong}`;
    if (!isSeed(seed)) return `${words.seed}: ${words.seedWrong}`;
    const problem = extraProblem(extra);
    return problem ? complaintOf(problem) : null;
  },
  keptOf: ({ given: _, work: __, ...draft }) => draft,
  earlier: 8,
};

export function isCount(text: string): boolean {
  return text.trim() === "" || (/^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MOST_AT_ONCE);
}

export function isSize(text: string): boolean {
  return /^(auto|[1-9]\d*x[1-9]\d*)?$/.test(text.trim());
}

export function isSeed(text: string): boolean {
  return /^\d*$/.test(text.trim());
}

export function extraProblem(text: string): Problem | undefined {
  return furtherFields(text).problem;
}

/** How many are asked for. */
export function countOf({ count }: Pick<ImagesDraft, "count">): number {
  return isCount(count) && count.trim() !== "" ? Number(count) : 1;
}

/** The same once more. A seed would bring the same image again, so another takes its place. */
export function again(draft: ImagesDraft): ImagesDraft {
  return draft.seed.trim() === "" ? draft : { ...draft, seed: String(Math.floor(Math.random() * 2 ** 31)) };
}

function partsOf({ given }: ImagesDraft): FilePart[] {
  const field = given.length > 1 ? "image[]" : "image";
  const named = given.length > 0 ? given.map(({ file }) => file.name) : ["image.png"];
  return [
    ...named.map((name): FilePart => ({ field, name })),
    ...masksOf(given).map(({ name }): FilePart => ({ field: "mask", name })),
  ];
}

function masksOf([first]: ImagesDraft["given"]): File[] {
  return first?.mask ? [first.mask.file] : [];
}
