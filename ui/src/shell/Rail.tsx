import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import type { Status } from "../api/types";
import { useShortcut } from "../commands/remap";
import { strings } from "../strings";
import { Mark } from "./Mark";
import { SCREENS, type Screen } from "./screens";

/** The screens. Narrow, it shows pictures alone, whose names are said and shown on hover. */
export function Rail({ narrow }: { narrow: boolean }) {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
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
        <Entry key={screen.id} screen={screen} narrow={narrow} />
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
        <Entry key={screen.id} screen={screen} narrow={narrow} />
      ))}
    </nav>
  );
}

function Entry({ screen: { id, path, name, Icon }, narrow }: { screen: Screen; narrow: boolean }) {
  const { text, aria } = useShortcut(`app.${id}`);
  const title = [narrow && name, text].filter(Boolean).join("  ");
  return (
    <Link
      to={path}
      title={title}
      aria-label={narrow ? name : undefined}
      aria-keyshortcuts={aria}
      activeOptions={{ exact: true, includeSearch: false }}
      className={`group flex h-7.5 shrink-0 items-center gap-2.5 rounded-control px-2 font-medium text-subtle hover:bg-active aria-[current=page]:bg-active aria-[current=page]:text-text ${narrow ? "justify-center" : ""}`}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className="group-aria-[current=page]:text-accent" />
      {!narrow && name}
    </Link>
  );
}

function secretsPlace(status: Status): string {
  return strings.rail.secretsIn[status.secrets.backend] ?? status.secrets.backend;
}
