import type { OtherCost } from "../types";

/** One model beside what was really paid. */
export interface Compared extends OtherCost {
  /** Credits more (or, below 0, less) than were paid; null where either is unknown. */
  difference: number | null;
  /** The same as a share of what was paid; null where that was nothing. */
  share: number | null;
}

export const COLUMNS = ["id", "provider", "credits", "difference", "share"] as const;
export type Column = (typeof COLUMNS)[number];
export interface Order {
  by: Column;
  down: boolean;
}

/** Those that hold what was typed, each against what was paid. */
export function compared(paid: number | null, models: readonly OtherCost[], typed = ""): Compared[] {
  const wanted = typed.trim().toLowerCase();
  return models
    .filter(({ id, provider }) => `${provider}/${id}`.toLowerCase().includes(wanted))
    .map((model) => {
      const difference = model.credits === null || paid === null ? null : Number(model.credits) - paid;
      return { ...model, difference, share: difference === null || !paid ? null : difference / paid };
    });
}

/** In the order asked for; what has no figure is last, whichever way. */
export function sorted(models: readonly Compared[], { by, down }: Order): Compared[] {
  const way = down ? -1 : 1;
  return [...models].sort((a, b) => {
    const [one, other] = [figureOf(a, by), figureOf(b, by)];
    if (one === null || other === null) return Number(one === null) - Number(other === null) || named(a, b);
    const order = typeof one === "string" ? one.localeCompare(String(other)) : one - Number(other);
    return order === 0 ? named(a, b) : order * way;
  });
}

function figureOf(model: Compared, by: Column): string | number | null {
  if (by === "credits") return model.credits === null ? null : Number(model.credits);
  return model[by];
}

function named(a: Compared, b: Compared): number {
  return a.id.localeCompare(b.id);
}
