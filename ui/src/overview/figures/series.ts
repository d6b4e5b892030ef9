import type { Series } from "../../charts/stack";
import { strings } from "../../strings";
import type { Figures } from "../types";

const words = strings.overview.charts;

/** Colours by rank; what is left of the models is grey. */
const COLOURS = [
  "text-chart-1",
  "text-chart-2",
  "text-chart-3",
  "text-chart-4",
  "text-chart-5",
  "text-chart-6",
] as const;
const REST = "text-chart-rest";

export function colourAt(rank: number): string {
  return COLOURS[rank] ?? REST;
}

/** One series for each of the first models. */
export function byModel({ models }: Figures): Series[] {
  return models.map(({ id, series }, index) => ({
    id: id ?? "",
    name: id ?? words.otherModels,
    colour: id === null ? REST : colourAt(index),
    values: series,
  }));
}

export function tokens({ buckets }: Figures): Series[] {
  return [
    { id: "input", name: words.input, colour: COLOURS[0], values: buckets.map((bucket) => bucket.input_tokens) },
    { id: "output", name: words.output, colour: COLOURS[1], values: buckets.map((bucket) => bucket.output_tokens) },
  ];
}

export function firstToken({ buckets }: Figures): Series[] {
  const values = buckets.map((bucket) => bucket.first_token_p50_ms);
  return [{ id: "first-token", name: words.median, colour: COLOURS[2], values }];
}

export function credits({ buckets }: Figures): Series[] {
  return [
    { id: "credits", name: words.credits, colour: COLOURS[1], values: buckets.map((bucket) => Number(bucket.credits)) },
  ];
}
