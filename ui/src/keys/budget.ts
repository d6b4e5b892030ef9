import type { Key } from "../api/types";

export type Fill = "fine" | "nearly" | "spent";

const NEARLY = 0.8;

/** How much of a budget is gone, with what requests in flight hold; null: there is no budget. */
export function spendingOf({ budget, spent, held }: Pick<Key, "budget" | "spent" | "held">) {
  if (budget === null) return null;
  const used = Number(spent) + Number(held);
  const limit = Number(budget.credits);
  const share = limit > 0 ? used / limit : 1;
  const fill: Fill = share >= 1 ? "spent" : share >= NEARLY ? "nearly" : "fine";
  return { used, limit, share: Math.min(1, share), fill };
}
