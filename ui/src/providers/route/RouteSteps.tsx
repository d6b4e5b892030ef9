import { rateInCredits } from "../../format/numbers";
import { Glyph, type Shape } from "../../parts/Glyph";
import { strings } from "../../strings";
import { isFree, mediaRate } from "../models/draft";
import type { RouteTarget } from "./queries";

const words = strings.providers.route;

const LOOKS: Record<string, { shape: Shape; tone: string }> = {
  first: { shape: "dot", tone: "text-success" },
  next: { shape: "ring", tone: "text-subtle" },
  skipped: { shape: "slashed", tone: "text-warning" },
};
const NEXT = { shape: "ring", tone: "text-subtle" } as const;

/** Who would be asked in which order, and who would not, and why. */
export function RouteSteps({ label, targets }: { label: string; targets: readonly RouteTarget[] }) {
  return (
    <ol aria-label={label} data-testid="route" className="rounded-control border border-line-subtle">
      {targets.map((target, index) => {
        const { shape, tone } = LOOKS[target.step] ?? NEXT;
        const skipped = target.step === "skipped";
        return (
          <li
            key={`${target.model} ${target.provider}`}
            className="flex items-start gap-2 border-line-subtle px-2.5 py-1.5 text-meta not-last:border-b"
          >
            <span className={`flex h-[1lh] items-center ${tone}`}>
              <Glyph shape={shape} />
            </span>
            <span className="num w-3.5 shrink-0 text-subtlest">{skipped ? "" : index + 1}</span>
            <span className={`min-w-0 flex-1 [overflow-wrap:anywhere] ${skipped ? "text-subtle" : ""}`}>
              <code className="font-mono">{target.model}</code>
              {target.provider && <span className="text-subtle"> {words.at(target.provider)}</span>}
              {target.upstream !== target.model && (
                <span className="text-subtle">
                  {" "}
                  {words.as} <code className="font-mono">{target.upstream}</code>
                </span>
              )}
              {(skipped || target.why) && (
                <span className={`block ${tone}`}>
                  {skipped ? words.skipped(target.why ?? words.noReason) : target.why}
                </span>
              )}
            </span>
            {!skipped && <span className="num shrink-0 text-subtle">{priceOf(target)}</span>}
          </li>
        );
      })}
    </ol>
  );
}

function priceOf({ price }: RouteTarget): string {
  if (price == null) return strings.credits.unpriced;
  if (isFree(price)) return strings.providers.models.costsNothing;
  const media = mediaRate(price);
  if (media !== null) return strings.providers.models[media.per](rateInCredits(media.rate));
  return words.price(rateInCredits(price.input), rateInCredits(price.output));
}
