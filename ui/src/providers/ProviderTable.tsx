import type { Provider } from "../api/types";
import { count } from "../format/numbers";
import { Glyph, type Shape } from "../parts/Glyph";
import { strings } from "../strings";
import { type Health, healthOf, SANDBOX } from "./draft";
import { RowMenu } from "./RowMenu";

const words = strings.providers;

export type ProviderAction = "test" | "toggle" | "key" | "delete";

/** Whom the gateway can ask, and how they are. */
export function ProviderTable(props: {
  providers: readonly Provider[];
  onAct: (provider: Provider, action: ProviderAction) => void;
}) {
  return (
    <table className="w-full table-fixed">
      <colgroup>
        <col />
        <col className="w-[28%]" />
        <col className="w-[96px] max-[1000px]:hidden" />
        <col className="w-[28%]" />
        <col className="w-[76px]" />
        <col className="w-[48px]" />
      </colgroup>
      <thead>
        <tr className="h-[30px] border-b border-line-subtle text-left text-meta text-subtlest [&>th]:px-2.5 [&>th]:font-medium">
          <th scope="col">{words.columns.name}</th>
          <th scope="col">{words.columns.address}</th>
          <th scope="col" className="max-[1000px]:hidden">
            {words.columns.credential}
          </th>
          <th scope="col">{words.columns.health}</th>
          <th scope="col" className="num">
            {words.columns.models}
          </th>
          <th scope="col">
            <span className="sr-only">{words.columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.providers.map((provider) => (
          <tr
            key={provider.id}
            data-provider-id={provider.id}
            className={`h-9 border-b border-line-subtle hover:bg-hover [&>td]:truncate [&>td]:px-2.5 [&>th]:truncate [&>th]:px-2.5 ${provider.disabled ? "text-subtle" : ""}`}
          >
            <th scope="row" className="text-left font-semibold" title={provider.id}>
              {provider.id}
              <span className="ml-2 font-normal text-meta text-subtlest">{provider.label}</span>
            </th>
            <td className="font-mono text-meta text-subtle select-text" title={provider.base_url}>
              {provider.base_url}
            </td>
            <td className="text-subtle max-[1000px]:hidden">{words.credential[credentialOf(provider)]}</td>
            <td>
              <HealthMark health={healthOf(provider)} />
            </td>
            <td className="num">{count(provider.models)}</td>
            <td className="!overflow-visible">
              {provider.vendor !== SANDBOX && (
                <RowMenu
                  label={words.menu.label(provider.id)}
                  entries={entriesOf(provider)}
                  onAct={(action) => props.onAct(provider, action)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function entriesOf(provider: Provider) {
  return [
    { action: "test", name: words.menu.test },
    { action: "toggle", name: provider.disabled ? words.menu.enable : words.menu.disable },
    { action: "key", name: words.menu.key },
    { action: "delete", name: words.menu.delete, danger: true },
  ] as const;
}

function credentialOf(provider: Provider): keyof typeof words.credential {
  if (!provider.has_credential) return "none";
  return provider.credential_readable ? "stored" : "unreadable";
}

const LOOKS: Record<Health["is"], { shape: Shape; tone: string }> = {
  ready: { shape: "dot", tone: "text-success" },
  off: { shape: "slashed", tone: "text-subtle" },
  unreadable: { shape: "cross", tone: "text-danger" },
  cooling: { shape: "triangle", tone: "text-warning" },
};

function HealthMark({ health }: { health: Health }) {
  const { shape, tone } = LOOKS[health.is];
  const why = whyOf(health);
  return (
    <span className="flex items-center gap-1.5" title={why}>
      <Glyph shape={shape} className={tone} />
      <span className={`shrink-0 ${tone} tabular-nums`}>
        {health.is === "cooling" ? words.health.cooling(health.seconds) : words.health[health.is]}
      </span>
      {why && <span className="min-w-0 truncate text-meta text-subtle">{why}</span>}
    </span>
  );
}

function whyOf(health: Health): string | undefined {
  if (health.is === "unreadable") return words.health.unreadableWhy;
  if (health.is !== "cooling") return undefined;
  const { model, error, others } = health;
  return words.health.coolingWhy(model, error) + (others > 0 ? words.health.more(others) : "");
}
