import type { Model } from "../../api/types";
import { Button } from "../../parts/Button";
import { useUndo } from "../../parts/undo";
import { strings } from "../../strings";
import { useModelActions } from "../mutations";

const words = strings.providers.offer;

/** Models that are here, but no longer on their provider's list. */
export function Gone({ models }: { models: readonly Model[] }) {
  const { remove } = useModelActions();
  const { later } = useUndo();
  if (models.length === 0) return null;
  const drop = (id: string) =>
    later({ id: `model:${id}`, text: strings.providers.told.modelDeleted(id), run: () => remove.mutateAsync(id) });
  return (
    <section>
      <h3 className="text-meta text-warning">{words.gone(models.length)}</h3>
      <ul className="mt-1 max-h-32 overflow-y-auto rounded-control border border-line-subtle">
        {models.map(({ id, upstream }) => (
          <li key={id} className="flex min-h-7 items-center gap-2 pl-2.5">
            <span className="min-w-0 truncate font-mono text-meta" title={upstream}>
              {id}
            </span>
            <Button look="quiet" className="ml-auto" aria-label={words.removeNamed(id)} onClick={() => drop(id)}>
              {words.remove}
            </Button>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-meta text-subtlest">{words.goneWhy}</p>
    </section>
  );
}
