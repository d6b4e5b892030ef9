import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useGateway } from "../../api/gateway";
import type { Provider } from "../../api/types";
import { Button } from "../../parts/Button";
import { Glyph } from "../../parts/Glyph";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { freeName } from "../draft";
import { useProviderActions } from "../mutations";
import type { NewProvider } from "../types";
import { discoveryQuery } from "./queries";

const words = strings.providers.found;

/** Engines and keys that are on this computer and not in use yet. Nothing there: nothing shown. */
export function Found(props: { taken: readonly string[]; onAdded: (provider: Provider) => void }) {
  const { client } = useGateway();
  const { data: found } = useQuery(discoveryQuery(client));
  const { create } = useProviderActions();
  const engines = found?.engines.filter((engine) => engine.provider == null) ?? [];
  const variables = found?.environment.filter((variable) => variable.provider == null) ?? [];
  if (engines.length + variables.length === 0) return null;
  const add = (provider: Omit<NewProvider, "id">) =>
    create.mutate({ ...provider, id: freeName(provider.vendor, props.taken) }, { onSuccess: props.onAdded });

  return (
    <section aria-labelledby="found-title" className="mb-5" data-testid="found">
      <h2 id="found-title" className="mb-1.5 font-semibold">
        {words.title}
      </h2>
      {create.error && (
        <div className="mb-2">
          <Notice tone="danger">{create.error.message}</Notice>
        </div>
      )}
      <ul className="rounded-card border border-line-subtle">
        {engines.map(({ kind, vendor, name, base_url: address, models, state, hint }) => (
          <Line
            key={`${kind} ${address}`}
            serving={state === "serving"}
            name={name}
            detail={<code className="font-mono">{address}</code>}
            state={state === "serving" ? words.models(models.length) : words.notServing}
            hint={state === "serving" ? undefined : (hint ?? undefined)}
            action={
              state === "serving" && (
                <Button
                  disabled={create.isPending}
                  aria-label={words.addNamed(name)}
                  onClick={() => add({ vendor, base_url: address })}
                >
                  {words.add}
                </Button>
              )
            }
          />
        ))}
        {variables.map(({ variable, vendor }) => (
          <Line
            key={variable}
            serving
            name={<code className="font-mono text-meta">{variable}</code>}
            detail={words.inEnvironment}
            state={words.keyOf(vendor)}
            action={
              <Button
                disabled={create.isPending}
                aria-label={words.useNamed(variable)}
                onClick={() => add({ vendor, credential_from: variable })}
              >
                {words.use}
              </Button>
            }
          />
        ))}
      </ul>
    </section>
  );
}

function Line(props: {
  serving: boolean;
  name: ReactNode;
  detail: ReactNode;
  state: string;
  hint?: string | undefined;
  action: ReactNode;
}) {
  return (
    <li className="flex min-h-10 items-center gap-2.5 border-line-subtle px-3 py-1 not-last:border-b">
      <Glyph shape={props.serving ? "dot" : "slashed"} className={props.serving ? "text-success" : "text-subtle"} />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{props.name}</span>
        <span className="min-w-0 text-meta text-subtle [overflow-wrap:anywhere]">{props.detail}</span>
        <span className="text-meta text-subtle">{props.state}</span>
        {props.hint && <span className="text-meta text-subtle">{props.hint}</span>}
      </span>
      {props.action}
    </li>
  );
}
