import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useGateway } from "../../api/gateway";
import { healthQuery } from "../../api/queries";
import type { Provider } from "../../api/types";
import { Button, buttonClass } from "../../parts/Button";
import { Glyph, type Shape } from "../../parts/Glyph";
import { freeName } from "../../providers/draft";
import type { Engine, Variable } from "../../providers/found/queries";
import { vendorsQuery } from "../../providers/mutations";
import { strings } from "../../strings";
import type { Discovered } from "../types";
import { type Local, locals } from "./locals";
import { ChooseModels, NEW, Outcome, outcomeLook, WELL } from "./Outcome";
import { useAdding } from "./useAdding";

const words = strings.overview.found;

/** Engines and keys that are on this computer already, each with its one button. */
export function Found({ discovered, providers }: { discovered: Discovered; providers: readonly Provider[] }) {
  const { client } = useGateway();
  const health = useQuery(healthQuery(client)).data ?? [];
  const taken = providers.map(({ id }) => id);
  const here = locals(discovered, providers, health);
  if (here.length === 0 && discovered.environment.length === 0) return <p>{words.nothing}</p>;
  return (
    <ul aria-label={words.title} className="flex flex-col gap-1.5">
      {here.map((local) =>
        local.is === "new" || local.is === "connected" ? (
          <EngineLine key={keyOf(local)} local={local} taken={taken} />
        ) : (
          <Trouble key={keyOf(local)} local={local} />
        ),
      )}
      {discovered.environment.map((variable) => (
        <VariableLine key={variable.variable} variable={variable} taken={taken} />
      ))}
    </ul>
  );
}

/** The same before and after it was added, so that what became of it stays on the screen. */
function keyOf(local: Local): string {
  return local.is === "new" ? local.engine.name : local.name;
}

function EngineLine(props: { local: Extract<Local, { is: "new" | "connected" }>; taken: readonly string[] }) {
  const { local, taken } = props;
  const adding = useAdding();
  if (local.is === "connected") {
    return (
      <Line {...(adding.added ? outcomeLook(adding.added) : WELL)}>
        <Outcome adding={adding} otherwise={words.connected(local.name, local.models)} name={local.name} />
        {local.models === 0 && !adding.added && <ChooseModels id={local.id} />}
      </Line>
    );
  }
  const { engine } = local;
  return (
    <Line
      {...NEW}
      action={
        <Button
          disabled={adding.busy}
          aria-label={words.addNamed(engine.name)}
          onClick={() => adding.add(toProvider(engine, taken))}
        >
          {adding.busy ? words.adding : words.add}
        </Button>
      }
    >
      <Outcome adding={adding} otherwise={words.engine(engine.name, engine.models.length)} name={engine.name} />
    </Line>
  );
}

function toProvider(engine: Engine, taken: readonly string[]) {
  return { id: freeName(engine.vendor, taken), vendor: engine.vendor, base_url: engine.base_url };
}

function Trouble({ local }: { local: Extract<Local, { is: "silent" | "broken" }> }) {
  const adding = useAdding();
  if (local.is === "silent") {
    return (
      <Line shape="ring" tone="text-subtlest">
        {words.silent(local.name)} {local.hint}
      </Line>
    );
  }
  return (
    <Line
      shape="cross"
      tone="text-danger"
      action={
        <Button disabled={adding.busy} onClick={() => adding.again(local.id)}>
          {words.again}
        </Button>
      }
    >
      <span className="text-danger">{words.broken(local.name, local.reason)}</span> {local.fix}
      {adding.added && <Outcome adding={adding} otherwise="" name={local.name} />}
    </Line>
  );
}

function VariableLine({ variable: found, taken }: { variable: Variable; taken: readonly string[] }) {
  const { variable, vendor, provider } = found;
  const { client } = useGateway();
  const label = useQuery(vendorsQuery(client)).data?.find(({ id }) => id === vendor)?.label ?? vendor;
  const adding = useAdding();
  if (provider && !adding.added && !adding.busy) return null;
  return (
    <Line
      {...(adding.added ? outcomeLook(adding.added) : NEW)}
      action={
        !provider && (
          <Button
            disabled={adding.busy}
            aria-label={words.useNamed(variable)}
            onClick={() => adding.add({ id: freeName(vendor, taken), vendor, credential_from: variable })}
          >
            {adding.busy ? words.adding : words.use}
          </Button>
        )
      }
    >
      <Outcome
        adding={adding}
        otherwise={
          <>
            <code className="font-mono">{variable}</code> {words.inEnvironment}
          </>
        }
        name={label}
      />
    </Line>
  );
}

function Line(props: { shape: Shape; tone: string; action?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <span className={`pt-1.5 ${props.tone}`}>
        <Glyph shape={props.shape} className="size-2.25" />
      </span>
      <div className="min-w-0 flex-1 pt-1 [overflow-wrap:anywhere]">{props.children}</div>
      {props.action}
    </li>
  );
}

/** The way for everything that was not found. */
export function AddKey() {
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link to="/providers" search={{ add: true }} className={buttonClass()}>
        {words.addKey}
      </Link>
      {words.orPaste}
    </p>
  );
}
