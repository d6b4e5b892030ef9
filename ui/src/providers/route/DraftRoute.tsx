import { useQueries } from "@tanstack/react-query";
import { useGateway } from "../../api/gateway";
import type { Model } from "../../api/types";
import { strings } from "../../strings";
import { chainOf } from "./chain";
import { type RoutePreview, routeQuery } from "./queries";
import { RouteSteps } from "./RouteSteps";

const words = strings.providers.route;

/** Where requests for a model would go now, with the fallbacks as they are being edited. */
export function DraftRoute({ subject, fallbacks }: { subject: Model; fallbacks: readonly string[] }) {
  const { client } = useGateway();
  const chain = [subject.id, ...fallbacks];
  const answers = useQueries({
    queries: chain.map((model) => routeQuery(client, { model, key: null, down: [], needs: [] })),
  });
  const previews = new Map<string, RoutePreview>();
  for (const { data } of answers) if (data) previews.set(data.model, data);
  const targets = chainOf(chain, previews);
  const failed = answers.find(({ error }) => error)?.error;
  if (targets.length === 0 && !failed) return null;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-meta text-subtle">{words.goesTo(subject.id)}</h3>
      {failed ? (
        <p className="text-danger text-meta">{failed.message}</p>
      ) : (
        <RouteSteps label={words.goesTo(subject.id)} targets={targets} />
      )}
    </section>
  );
}
