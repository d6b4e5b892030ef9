/** Numbers as people read them. Formatters are made once: making one is slow. */

export const UNKNOWN = "—";

const whole = new Intl.NumberFormat();
const fourPlaces = new Intl.NumberFormat(undefined, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
const sixPlaces = new Intl.NumberFormat(undefined, { minimumFractionDigits: 6, maximumFractionDigits: 6 });
const twoPlaces = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const onePlace = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });
const priced = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const SMALLEST_SHOWN = 0.00005;

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : whole.format(value);
}

/** `400`, `100 M`: where the whole of a large number does not fit and does not matter. */
export function shortCount(value: number): string {
  return value < 100_000 ? whole.format(value) : compact(value);
}

/** Credits in a row of a table: four places, and never 0 for what is not 0. */
export function credits(amount: string): string {
  const value = Number(amount);
  if (value === 0) return "0";
  return value < SMALLEST_SHOWN ? `<${fourPlaces.format(0.0001)}` : fourPlaces.format(value);
}

/** Credits to the last place that is booked, where they are added up. */
export function exactCredits(amount: string): string {
  return Number(amount) === 0 ? "0" : sixPlaces.format(Number(amount));
}

/** Credits where the eye compares them with a budget: two places. */
export function roughCredits(amount: string | number): string {
  const value = Number(amount);
  if (Number.isInteger(value)) return whole.format(value);
  return value > 0 && value < 0.005 ? `<${twoPlaces.format(0.01)}` : twoPlaces.format(value);
}

/** US dollars of an amount of credits: 1 credit is a cent. */
export function dollars(amount: number): string {
  const value = amount / 100;
  return `$${value !== 0 && value < 0.01 ? plain.format(value) : twoPlaces.format(value)}`;
}

/** A rate as it is written: `0.150000` is `0.15`. */
export function rate(text: string): string {
  return priced.format(Number(text));
}

/** The seconds of a bill, to the last place that is billed. */
export function seconds(milliseconds: number): string {
  return plain.format(milliseconds / 1_000);
}

/** `812`, `12.4 k`, `41.2 M`: where there is one number to be read at a glance. */
export function compact(value: number): string {
  const step = THOUSANDS.findLast(({ least }) => value >= least);
  if (!step) return whole.format(Math.round(value));
  const scaled = value / step.least;
  return `${scaled < 100 ? onePlace.format(scaled) : whole.format(Math.round(scaled))} ${step.unit}`;
}

/** A share of 1: `99.2 %`. What is not quite all of it does not read as all of it. */
export function percent(share: number): string {
  if (share > 0.999 && share < 1) return `>${onePlace.format(99.9)} %`;
  return `${onePlace.format(share * 100)} %`;
}

/** What a rate in US dollars is in credits, `—` for none: 1 dollar is 100 credits. */
export function rateInCredits(text: string | null | undefined): string {
  if (text === null || text === undefined) return UNKNOWN;
  const value = Number((Number(text) * 100).toFixed(6));
  return Number.isInteger(value) ? whole.format(value) : priced.format(value);
}

/** `812 B`, `4.2 MB`. */
export function bytes(size: number): string {
  const step = SIZES.findLast(({ least }) => size >= least) ?? { unit: "B", least: 1 };
  const value = size / step.least;
  return `${step.least > 1 && value < 100 ? value.toFixed(1) : whole.format(Math.round(value))} ${step.unit}`;
}

const SIZES = [
  { unit: "kB", least: 1_000 },
  { unit: "MB", least: 1_000_000 },
  { unit: "GB", least: 1_000_000_000 },
];

const THOUSANDS = [
  { unit: "k", least: 1_000 },
  { unit: "M", least: 1_000_000 },
  { unit: "G", least: 1_000_000_000 },
];
