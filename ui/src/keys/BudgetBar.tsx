import type { Key } from "../api/types";
import { credits, exactCredits, roughCredits } from "../format/numbers";
import { exactTime, until } from "../format/time";
import { strings } from "../strings";
import { type Fill, spendingOf } from "./budget";

const words = strings.keys;

const LOOKS: Record<Fill, { bar: string; text: string }> = {
  fine: { bar: "bg-success", text: "text-subtle" },
  nearly: { bar: "bg-warning", text: "text-warning" },
  spent: { bar: "bg-danger", text: "text-danger" },
};

/** How much of a key's budget is used, what requests in flight hold included. */
export function BudgetBar({ subject, now }: { subject: Key; now: number }) {
  const { budget, spent, period_ends_at: ends } = subject;
  const spending = spendingOf(subject);
  if (budget === null || spending === null) {
    return <span className="truncate text-meta text-subtlest">{words.spentWithout(credits(spent))}</span>;
  }
  const { used, share, fill } = spending;
  const resets = ends === null ? null : words.resets(until(ends, now));
  const exact = words.exactBudget(
    exactCredits(String(used)),
    exactCredits(budget.credits),
    words.periods[budget.period],
  );
  return (
    <span
      className="flex items-center gap-2.5"
      title={ends === null ? exact : `${exact}\n${words.resets(exactTime(ends))}`}
    >
      <span aria-hidden className="h-1.5 w-12 @max-[47.5rem]:w-8 shrink-0 overflow-hidden rounded-full bg-active">
        <span className={`block h-full ${LOOKS[fill].bar}`} style={{ width: `${share * 100}%` }} />
      </span>
      <span className="min-w-0 truncate text-meta tabular-nums">
        <span className={LOOKS[fill].text}>
          {words.ofBudget(roughCredits(used), roughCredits(budget.credits))}
          {fill !== "fine" && ` · ${words.fills[fill]}`}
        </span>
        <span className={`text-subtlest ${fill === "fine" ? "@max-[58rem]:sr-only" : "@max-[80rem]:sr-only"}`}>
          {" · "}
          {resets ?? words.periods[budget.period]}
        </span>
      </span>
    </span>
  );
}
