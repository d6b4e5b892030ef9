import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import type { Status } from "../api/types";
import { useShortcut } from "../commands/remap";
import { useActiveCount } from "../jobs/useActiveCount";
import { Glyph } from "../parts/Glyph";
import { useDead } from "../providers/dead/useDead";
import { strings } from "../strings";
import { Mark } from "./Mark";
import { SCREENS, type Screen } from "./screens";

/** The screens. Narrow, it shows pictures alone, whose names are said and shown on hover. */
export function Rail({ narrow }: { narrow: boolean }) {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  const dead = useDead().length;
  const active = useActiveCount();
  return (
    <nav
      aria-label={strings.rail.label}
      className={`flex shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line-subtle bg-canvas px-2.5 py-3 ${narrow ? "w-14" : "w-50"}`}
    >
      <div
        className={`flex items-center gap-2.5 pt-1 pb-3.5 font-semibold text-section ${narrow ? "justify-center" : "px-2"}`}
      >
        <Mark />
        {!narrow && strings.app.name}
      </div>
      {SCREENS.filter(({ id }) => id !== "settings").map((screen) => (
        <Entry
          key={screen.id}
          screen={screen}
          narrow={narrow}
          failing={screen.id === "providers" ? dead : 0}
          active={screen.id === "jobs" ? active : 0}
        />
      ))}
      <div className="mt-auto" />
      {status && !narrow && (
        <p className="px-2 py-2 text-meta text-subtlest leading-relaxed">
          {status.local_only ? strings.rail.onlyHere : strings.rail.network}
          <br />
          {strings.rail.keyRequired} · {secretsPlace(status)}
        </p>
      )}
      {SCREENS.filter(({ id }) => id === "settings").map((screen) => (
        <Entry key={screen.id} screen={screen} narrow={narrow} failing={0} active={0} />
      ))}
    </nav>
  );
}

/** `failing`: of the things of that screen so many serve nothing. `active`: so many are under way. */
function Entry(props: { screen: Screen; narrow: boolean; failing: number; active: number }) {
  const { narrow, failing, active } = props;
  const { id, path, name, Icon } = props.screen;
  const { text, aria } = useShortcut(`app.${id}`);
  const trouble = failing > 0 && strings.rail.failing(failing);
  const busy = active > 0 && strings.rail.active(active);
  const title = [narrow && name, trouble, busy, text].filter(Boolean).join("  ");
  return (
    <Link
      to={path}
      title={title}
      aria-label={narrow ? [name, trouble, busy].filter(Boolean).join(", ") : undefined}
      aria-keyshortcuts={aria}
      activeOptions={{ exact: true, includeSearch: false }}
      className={`group relative flex h-7.5 shrink-0 items-center gap-2.5 rounded-control px-2 font-medium text-subtle hover:bg-active aria-[current=page]:bg-active aria-[current=page]:text-text ${narrow ? "justify-center" : ""}`}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0 group-aria-[current=page]:text-accent" />
      {!narrow && <span className="whitespace-nowrap">{name}</span>}
      {trouble && (
        <span className={`text-danger ${narrow ? "absolute top-1 right-1" : "-ml-1"}`}>
          <Glyph shape="cross" className={narrow ? "size-2" : "size-2.5"} />
          {!narrow && <span className="sr-only">, {trouble}</span>}
        </span>
      )}
      {busy && (
        <span
          data-testid="rail-count"
          className={`tabular-nums ${narrow ? "absolute top-0 right-0.5 text-tiny text-accent" : "ml-auto text-meta text-subtlest"}`}
        >
          <span aria-hidden>{active}</span>
          {!narrow && <span className="sr-only">, {busy}</span>}
        </span>
      )}
    </Link>
  );
}

function secretsPlace(status: Status): string {
  return strings.rail.secretsIn[status.secrets.backend] ?? status.secrets.backend;
}
