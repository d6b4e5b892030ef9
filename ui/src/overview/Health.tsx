import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useGateway } from "../api/gateway";
import { healthQuery } from "../api/queries";
import type { ProviderHealth, Status } from "../api/types";
import { bytes, count } from "../format/numbers";
import { uptime } from "../format/time";
import { Glyph, type Shape } from "../parts/Glyph";
import type { Dead } from "../providers/dead/dead";
import { useDead } from "../providers/dead/useDead";
import { strings } from "../strings";
import { storageQuery } from "./queries";

const words = strings.overview.health;

/** How the gateway is, in one line. */
export function Health({ status }: { status: Status }) {
  const { client, live } = useGateway();
  const providers = useQuery(healthQuery(client)).data;
  const dead = useDead();
  const storage = useQuery(storageQuery(client)).data;
  const serving = live.is !== "away" && !status.paused;
  return (
    <dl
      aria-label={words.title}
      className="flex flex-wrap items-center gap-x-5 gap-y-1 text-meta text-subtle tabular-nums [&_a]:underline-offset-3 [&_a:hover]:underline"
    >
      <Fact name={words.server}>
        <Mark
          shape={serving ? "dot" : "triangle"}
          tone={serving ? "text-success" : "text-warning"}
          text={live.is === "away" ? words.away : status.paused ? words.paused : words.serving}
        />
        <code className="ml-1 font-mono text-text">{hostOf(status.api)}</code>
      </Fact>
      <Fact name={words.uptime}>{words.upFor(uptime(status.uptime_seconds))}</Fact>
      <Fact name={words.inFlight}>{strings.header.inFlight(status.in_flight)}</Fact>
      <Fact name={words.providers}>
        <Link to="/providers" className="flex items-center gap-3">
          {providers && groups(providers, dead).map((group) => <Mark key={group.text} {...group} />)}
        </Link>
      </Fact>
      {storage && (
        <Fact name={words.storage}>
          <Link to="/settings" search={{ section: "storage" }}>
            {words.stored(bytes(storage.database_bytes + storage.bodies_bytes))}
          </Link>
        </Fact>
      )}
      <Fact name={words.secrets}>{strings.rail.secretsIn[status.secrets.backend] ?? status.secrets.backend}</Fact>
      <Fact name={words.version}>{words.versionIs(status.version)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-center whitespace-nowrap">
      <dt className="sr-only">{name}</dt>
      <dd className="flex items-center">{children}</dd>
    </div>
  );
}

function Mark({ shape, tone, text }: { shape: Shape; tone: string; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Glyph shape={shape} className={`size-2 ${tone}`} />
      {text}
    </span>
  );
}

/** How many providers are well, and how many are not; those switched off do not count. */
function groups(providers: readonly ProviderHealth[], dead: readonly Dead[]) {
  const alive = providers.filter(({ provider }) => !dead.some(({ id }) => id === provider));
  const number = (...states: ProviderHealth["state"][]) => alive.filter(({ state }) => states.includes(state)).length;
  const [up, degraded, down] = [number("up", "unknown"), number("degraded", "cooling"), dead.length];
  const all = [
    { n: up, shape: "dot", tone: "text-success", text: words.up(up, count(up)) },
    { n: degraded, shape: "triangle", tone: "text-warning", text: words.degraded(count(degraded)) },
    { n: down, shape: "cross", tone: "text-danger", text: words.down(count(down)) },
  ] as const;
  return all.filter(({ n }, index) => n > 0 || index === 0);
}

function hostOf(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/\/v1$/, "");
}
