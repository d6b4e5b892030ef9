import type { Provider } from "../api/types";
import { count } from "../format/numbers";
import { Glyph, type Shape } from "../parts/Glyph";
import { Menu } from "../parts/Menu";
import { rowClass, Table, type TableColumn } from "../parts/Table";
import { strings } from "../strings";
import { type Health, healthOf, SANDBOX } from "./draft";

const words = strings.providers;

const COLUMNS: readonly TableColumn[] = [
  { id: "name", head: words.columns.name },
  { id: "address", head: words.columns.address, width: "w-[28%]" },
  { id: "credential", head: words.columns.credential, width: "w-[6rem]", when: "@max-[47.5rem]:hidden" },
  { id: "health", head: words.columns.health, width: "w-[28%]" },
  { id: "models", head: words.columns.models, width: "w-[4.75rem]", numeric: true },
  { id: "actions", head: words.columns.actions, width: "w-[3rem]", hiddenHead: true },
];

export type ProviderAction = "test" | "toggle" | "key" | "delete";

/** Whom the gateway can ask, and how they are. */
export function ProviderTable(props: {
  providers: readonly Provider[];
  onAct: (provider: Provider, action: ProviderAction) => void;
}) {
  return (
    <Table columns={COLUMNS}>
      {props.providers.map((provider) => (
        <tr key={provider.id} data-provider-id={provider.id} className={rowClass({ off: provider.disabled })}>
          <th scope="row" className="text-left font-semibold" title={provider.id}>
            {provider.id}
            <span className="ml-2 font-normal text-meta text-subtlest">{provider.label}</span>
          </th>
          <td className="font-mono text-meta text-subtle select-text" title={provider.base_url}>
            {provider.base_url}
          </td>
          <td className="text-subtle @max-[47.5rem]:hidden">{words.credential[credentialOf(provider)]}</td>
          <td>
            <HealthMark health={healthOf(provider)} />
          </td>
          <td className="num">{count(provider.models)}</td>
          <td className="!overflow-visible">
            {provider.vendor !== SANDBOX && (
              <Menu
                label={words.menu.label(provider.id)}
                entries={entriesOf(provider)}
                onAct={(action) => props.onAct(provider, action)}
              />
            )}
          </td>
        </tr>
      ))}
    </Table>
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
