import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useGateway } from "../api/gateway";
import { LoadFailed, Skeleton } from "../parts/Loading";
import { SearchBox } from "../parts/SearchBox";
import { strings } from "../strings";
import { settingsQuery } from "./queries";
import { Marked, RowView } from "./RowView";
import { found, type Section } from "./rows";
import { SectionList, scrollTo } from "./SectionList";
import { SECTIONS } from "./sections";

const words = strings.settings;

/** Everything that can be set, in one searchable column. */
export function SettingsScreen() {
  const { client } = useGateway();
  const { error, data, refetch } = useQuery(settingsQuery(client));
  const { q = "", section } = useSearch({ from: "/settings" });
  const navigate = useNavigate();
  const page = useRef<HTMLDivElement>(null);
  const shown = found(SECTIONS, q);
  const ready = data !== undefined;

  const search = (text: string) =>
    void navigate({ to: "/settings", search: text === "" ? {} : { q: text }, replace: true });

  // Only where the route leads: what is being read meanwhile must not jump.
  useEffect(() => {
    if (section && ready && page.current) scrollTo(page.current, section);
  }, [section, ready]);

  return (
    <div ref={page} className="h-full overflow-y-auto">
      <div className="flex gap-10 px-5 pb-16">
        <div className="min-w-0 max-w-[35rem] flex-1">
          <div data-head className="sticky top-0 z-1 flex flex-col gap-2.5 bg-surface pt-4 pb-2">
            <h1 className="flex h-7 items-center font-semibold text-page tracking-tight">{words.title}</h1>
            <SearchBox label={words.search} command="settings.search" typed={q} onType={search} />
          </div>
          {!ready ? (
            error ? (
              <LoadFailed error={error} onRetry={() => void refetch()} />
            ) : (
              <Skeleton rows={10} />
            )
          ) : (
            <>
              {shown.map((each) => (
                <SectionView key={each.id} section={each} typed={q} />
              ))}
              {shown.length === 0 && <p className="py-10 text-center text-subtle">{words.nothing(q)}</p>}
            </>
          )}
        </div>
        <SectionList page={page} sections={shown} chosen={section} />
      </div>
    </div>
  );
}

function SectionView({ section: { id, title, Lead, rows }, typed }: { section: Section; typed: string }) {
  return (
    <section aria-labelledby={`section-${id}`} className="pt-5">
      <h2 id={`section-${id}`} className="pb-1 font-semibold text-section">
        <Marked text={title} typed={typed} />
      </h2>
      {Lead && typed === "" && <Lead />}
      {rows.map((row) => (
        <RowView key={row.id} row={row} typed={typed} />
      ))}
    </section>
  );
}
