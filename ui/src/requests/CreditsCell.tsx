import { TriangleAlert } from "lucide-react";
import type { RequestRow } from "../api/types";
import { credits, roughCredits, UNKNOWN } from "../format/numbers";
import { strings } from "../strings";

/** What a request cost; what is held while it runs; never 0 where the price is unknown. */
export function CreditsCell({ row }: { row: RequestRow }) {
  if (row.state === "running") {
    if (row.credits_reserved === null) return UNKNOWN;
    return (
      <span className="text-subtlest" title={strings.credits.exact(row.credits_reserved)}>
        {strings.credits.held(roughCredits(row.credits_reserved))}
      </span>
    );
  }
  if (row.credits_used !== null) {
    return <span title={strings.credits.exact(row.credits_used)}>{credits(row.credits_used)}</span>;
  }
  if (row.state === "released") return "0";
  return (
    <span className="inline-flex h-[1lh] items-center gap-1 align-top text-warning" title={strings.credits.unpricedWhy}>
      <TriangleAlert size={12} aria-hidden />
      {strings.credits.unpriced}
    </span>
  );
}
