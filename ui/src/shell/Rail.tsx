import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import { statusQuery } from "../api/queries";
import type { Status } from "../api/types";
import { strings } from "../strings";
import { Mark } from "./Mark";
import { SCREENS } from "./screens";

export function Rail() {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  return (
    <nav
      aria-label={strings.rail.label}
      className="flex w-[200px] shrink-0 flex-col gap-0.5 border-r border-line-subtle bg-canvas px-2.5 py-3"
    >
      <div className="flex items-center gap-2.5 px-2 pt-1 pb-3.5 font-semibold text-section">
        <Mark />
        {strings.app.name}
      </div>
      {SCREENS.map(({ path, name, Icon }, index) => (
        <Link
          key={path}
          to={path}
          title={`Ctrl+${index + 1}`}
          activeOptions={{ exact: true, includeSearch: false }}
          className="group flex h-[30px] items-center gap-2.5 rounded-control px-2 font-medium text-subtle hover:bg-active aria-[current=page]:bg-active aria-[current=page]:text-text"
        >
          <Icon size={16} strokeWidth={1.75} aria-hidden className="group-aria-[current=page]:text-accent" />
          {name}
        </Link>
      ))}
      {status && (
        <p className="mt-auto px-2 py-2 text-meta text-subtlest leading-relaxed">
          {isLocal(status.api) ? strings.rail.onlyHere : strings.rail.network}
          <br />
          {strings.rail.keyRequired} · {secretsPlace(status)}
        </p>
      )}
    </nav>
  );
}

function secretsPlace(status: Status): string {
  return strings.rail.secretsIn[status.secrets.backend] ?? status.secrets.backend;
}

/** Loopback addresses, as the gateway spells its own. */
function isLocal(api: string): boolean {
  return /^https?:\/\/(127\.|localhost[:/]|\[::1\])/.test(api);
}
