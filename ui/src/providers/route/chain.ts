import { strings } from "../../strings";
import type { RoutePreview, RouteTarget } from "./queries";

/**
 * The order in which a model and its fallbacks would be asked, put together from the previews of each: what is being
 * edited is nowhere saved yet. What failed lately is asked only when nobody else is left.
 */
export function chainOf(models: readonly string[], previews: ReadonlyMap<string, RoutePreview>): RouteTarget[] {
  const all = models.map((model) => ({
    model,
    found: previews.get(model)?.targets.find((target) => target.model === model),
  }));
  const known = all.flatMap(({ found }) => (found ? [found] : []));
  const able = known.filter(({ step }) => step !== "skipped");
  const well = able.filter(({ why }) => why == null);
  const asked = well.length > 0 ? well : able;
  const passed = known.filter((target) => !asked.includes(target));
  const gone = all.filter(({ model, found }) => !found && previews.has(model));
  return [
    ...asked.map((target, index) => ({ ...target, step: index === 0 ? "first" : "next" })),
    ...passed.map((target) => ({
      ...target,
      step: "skipped",
      why: target.step === "skipped" ? target.why : strings.providers.route.cooling,
    })),
    ...gone.map(({ model }) => ({
      model,
      provider: "",
      upstream: model,
      step: "skipped",
      why: strings.providers.route.gone,
    })),
  ];
}
