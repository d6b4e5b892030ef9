import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useCallback } from "react";
import type { Log } from "../api/log";
import { useCommands } from "../commands/registry";
import { useRowWalk } from "../parts/useRowWalk";
import { RequestGrid } from "../requests/RequestGrid";
import { strings } from "../strings";

const SHOWN = 8;

/** What came in last. */
export function Recent({ log }: { log: Log }) {
  const rows = [...log.held, ...log.rows].slice(0, SHOWN);
  const navigate = useNavigate();
  const open = useCallback((id: string) => void navigate({ to: "/requests", search: { id } }), [navigate]);
  const walk = useRowWalk(
    rows.map((row) => row.id),
    open,
  );
  useCommands({
    "overview.next": walk.next,
    "overview.previous": walk.previous,
    "overview.open": walk.open,
    "overview.leave": walk.current !== undefined && (() => walk.setMarked(undefined)),
  });
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="recent-title" className="mt-2">
      <div className="flex h-7 items-center justify-between">
        <h2 id="recent-title" className="font-semibold">
          {strings.overview.recent.title}
        </h2>
        <Link to="/requests" className="inline-flex items-center gap-1 text-meta text-subtle hover:text-text">
          {strings.overview.recent.all}
          <ArrowRight size={13} aria-hidden />
        </Link>
      </div>
      <RequestGrid whole rows={rows} arrived={log.arrived} cursorId={walk.current} onOpen={open} />
    </section>
  );
}
