import type { Key } from "../api/types";
import { credits, roughCredits } from "../format/numbers";
import { until } from "../format/time";
import { strings } from "../strings";

const words = strings.keys;
const SOON_FULL = 0.8;

/** How much of a key's budget is used, what requests in flight hold included. */
export function BudgetBar({ subject, now }: { subject: Key; now: number }) {
  const { budget, spent, held, period_ends_at: ends } = subject;
  if (budget === null) return <span className="truncate text-subtlest">{words.spentWithout(credits(spent))}</span>;
  const used = Number(spent) + Number(held);
  const limit = Number(budget.credits);
  const share = limit > 0 ? used / limit : 1;
  const colour = share >= 1 ? "bg-danger" : share >= SOON_FULL ? "bg-warning" : "bg-success";
  return (
    <span className="flex items-center gap-2.5" title={ends === null ? undefined : words.resets(until(ends, now))}>
      <span aria-hidden className="h-1.5 w-16 @max-[47.5rem]:w-10 shrink-0 overflow-hidden rounded-full bg-active">
        <span className={`block h-full ${colour}`} style={{ width: `${Math.min(1, share) * 100}%` }} />
      </span>
      <span className="truncate text-meta text-subtle tabular-nums">
        {words.ofBudget(roughCredits(used), roughCredits(budget.credits))}
        <span className="@max-[47.5rem]:sr-only"> · {words.periods[budget.period]}</span>
      </span>
    </span>
  );
}
