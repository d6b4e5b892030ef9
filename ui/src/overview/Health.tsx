import type { ReactNode } from "react";
import type { Provider, Status } from "../api/types";
import { count } from "../format/numbers";
import { uptime } from "../format/time";
import { Button } from "../parts/Button";
import { Glyph } from "../parts/Glyph";
import { strings } from "../strings";

const words = strings.overview.health;

/** How the gateway and its providers are, once the first steps are done. */
export function Health(props: { status: Status; providers: readonly Provider[]; onSteps?: (() => void) | undefined }) {
  const { status, providers } = props;
  const troubles = providers.flatMap(troublesOf);
  return (
    <section aria-labelledby="health-title" className="rounded-card border border-line-subtle p-4">
      <h2 id="health-title" className="mb-2 flex h-7 items-center font-semibold">
        {words.title}
      </h2>
      <dl className="grid grid-cols-[88px_1fr] gap-x-3 gap-y-1.5 [&_dt]:text-subtle">
        <Fact name={words.version}>{status.version}</Fact>
        <Fact name={words.uptime}>{uptime(status.uptime_seconds)}</Fact>
        <Fact name={words.inFlight}>{count(status.in_flight)}</Fact>
        <Fact name={words.secrets}>{words.secretsIn[status.secrets.backend] ?? status.secrets.backend}</Fact>
        <Fact name={words.providers}>
          {words.allUp(providers.filter((provider) => troublesOf(provider).length === 0).length)}
        </Fact>
      </dl>
      <ul className="mt-2 flex flex-col gap-1.5">
        {troubles.map((trouble) => (
          <li key={trouble} className="flex items-start gap-2 text-warning">
            <span className="pt-1">
              <Glyph shape="triangle" />
            </span>
            {trouble}
          </li>
        ))}
      </ul>
      {props.onSteps && (
        <Button look="quiet" onClick={props.onSteps} className="mt-3 -ml-2.5">
          {words.steps}
        </Button>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </>
  );
}

function troublesOf(provider: Provider): string[] {
  if (provider.disabled) return [words.off(provider.id)];
  if (provider.has_credential && !provider.credential_readable) return [words.noCredential(provider.id)];
  return provider.cooling.map((one) => words.cooling(provider.id, one.model, one.seconds));
}
