import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useGateway } from "../../api/gateway";
import { healthQuery, keysQuery, statusQuery } from "../../api/queries";
import { useNow } from "../../format/time";
import { Glyph } from "../../parts/Glyph";
import { useDead } from "../../providers/dead/useDead";
import { settingsQuery } from "../../settings/queries";
import { strings } from "../../strings";
import { storageQuery } from "../queries";
import type { Figures } from "../types";
import { type Concern, concerns } from "./concerns";

const words = strings.overview.attention;

/** What the owner should know of. Usually nothing. */
export function Attention({ figures }: { figures: Figures | undefined }) {
  const { client } = useGateway();
  const status = useQuery(statusQuery(client)).data;
  const keys = useQuery(keysQuery(client)).data;
  const dead = useDead();
  const health = useQuery(healthQuery(client));
  const storage = useQuery(storageQuery(client)).data;
  const settings = useQuery(settingsQuery(client)).data;
  const now = useNow();
  const all = concerns({
    now,
    status,
    keys,
    dead,
    health: health.data && { data: health.data, at: health.dataUpdatedAt },
    storage,
    settings,
    figures,
  });
  return (
    <section
      aria-labelledby="attention-title"
      className="flex min-h-0 min-w-0 flex-col rounded-card border border-line-subtle px-4 pt-3 pb-2"
    >
      <h2 id="attention-title" className="flex h-7 shrink-0 items-center font-semibold">
        {words.title}
        {all.length > 0 && <span className="ml-2 font-normal text-meta text-subtle tabular-nums">{all.length}</span>}
      </h2>
      {all.length === 0 ? (
        <p className="flex items-center gap-2 text-subtle" data-testid="calm">
          <Glyph shape="check" className="text-success" />
          {words.nothing}
        </p>
      ) : (
        <ul
          aria-labelledby="attention-title"
          className="-mx-1.5 min-h-0 flex-1 overflow-y-auto px-1.5 [scrollbar-width:thin]"
        >
          {all.map((concern) => (
            <Line key={concern.id} concern={concern} />
          ))}
        </ul>
      )}
    </section>
  );
}

const LOOKS = {
  danger: { look: "bg-danger-soft text-danger", shape: "cross" },
  warning: { look: "bg-warning-soft text-warning", shape: "triangle" },
} as const;

function Line({ concern }: { concern: Concern }) {
  const { tone, tag, text, action, way } = concern;
  const { look, shape } = LOOKS[tone];
  return (
    <li className="flex items-baseline gap-2 py-0.5">
      <span
        className={`inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 font-medium text-meta tabular-nums ${look}`}
      >
        <Glyph shape={shape} className="size-2" />
        {tag}
      </span>
      <span className="line-clamp-4 min-w-0 flex-1 [overflow-wrap:anywhere]" title={text}>
        {text}
      </span>
      <Link {...way} className="shrink-0 text-meta text-accent underline-offset-3 hover:underline">
        {action}
        <span className="sr-only">: {text}</span>
      </Link>
    </li>
  );
}
