import type { Job } from "../../api/types";
import { FORMATS, MUSIC, type MusicDraft } from "../music/trade";
import { ASPECTS, RESOLUTIONS, VIDEO, type VideoDraft } from "../video/trade";

type Fields = Readonly<Record<string, unknown>>;

/** A film's job as a draft. An image that was sent inside is not kept. */
export function videoDraftOf({ parameters }: Pick<Job, "parameters">): VideoDraft {
  const { model, prompt, seconds, duration, size, n, seed, image, input_reference, ...others } = parameters;
  const { value: aspect, rest: withoutAspect } = known(ASPECTS, "aspect_ratio", others);
  const { value: resolution, rest } = known(RESOLUTIONS, "resolution", withoutAspect);
  const reference = referenceIn(image ?? input_reference);
  return {
    ...VIDEO.fresh,
    model: text(model),
    prompt: text(prompt),
    seconds: text(seconds ?? duration),
    size: text(size),
    count: text(n),
    seed: text(seed),
    aspect,
    resolution,
    image: reference === null ? null : { name: reference, reference },
    extra: json(rest),
  };
}

/** A job of music as a draft. */
export function musicDraftOf({ parameters }: Pick<Job, "parameters">): MusicDraft {
  const { model, prompt, lyrics, instrumental, duration, seconds, seed, background: _, ...others } = parameters;
  const { value: format, rest } = known(FORMATS, "output_format", others);
  return {
    ...MUSIC.fresh,
    model: text(model),
    prompt: text(prompt),
    lyrics: text(lyrics),
    instrumental: instrumental === true,
    duration: text(duration ?? seconds),
    seed: text(seed),
    format,
    extra: json(rest),
  };
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

/** One of the words that the panel has a place for, and what is left without it. */
function known<Word extends string>(words: readonly Word[], name: string, fields: Fields) {
  const value = words.find((word) => word === fields[name]);
  if (value === undefined) return { value: "" as const, rest: fields };
  const { [name]: _, ...rest } = fields;
  return { value, rest };
}

function referenceIn(image: unknown): string | null {
  if (typeof image === "string") return image;
  if (typeof image !== "object" || image === null) return null;
  const { file_id: file, image_url: url } = image as { file_id?: unknown; image_url?: unknown };
  return typeof file === "string" ? file : typeof url === "string" ? url : null;
}

/** What the panel has no place for. */
function json(fields: Fields): string {
  const sent = Object.entries(fields).filter(([, value]) => value !== null);
  return sent.length === 0 ? "" : JSON.stringify(Object.fromEntries(sent), null, 2);
}
