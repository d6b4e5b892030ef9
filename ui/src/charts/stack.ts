/** What a chart draws: one value of each series for each stretch of time. */
export interface Series {
  id: string;
  name: string;
  /** As a class: `text-chart-1`. */
  colour: string;
  /** null: nothing is known, which is not 0. */
  values: readonly (number | null)[];
}

export interface Segment {
  series: string;
  colour: string;
  low: number;
  high: number;
}

/** The series on top of each other in stretch `index`, from the bottom; those without anything are left out. */
export function segments(all: readonly Series[], index: number): Segment[] {
  let height = 0;
  return all.flatMap(({ id, colour, values }) => {
    const value = values[index] ?? 0;
    if (value <= 0) return [];
    const low = height;
    height += value;
    return [{ series: id, colour, low, high: height }];
  });
}

/** What they come to in stretch `index`; null when nothing is known of any. */
export function total(all: readonly Series[], index: number): number | null {
  const known = all.map(({ values }) => values[index] ?? null).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
