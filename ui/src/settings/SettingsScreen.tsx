import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Search, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useGateway } from "../api/gateway";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { IconButton } from "../parts/Button";
import { LoadFailed, Skeleton } from "../parts/Loading";
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
            <SearchBox typed={q} onType={search} />
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

function SearchBox({ typed, onType }: { typed: string; onType: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const shortcut = useShortcut("settings.search");
  useCommands({ "settings.search": () => input.current?.focus() });
  return (
    <div className="relative">
      <Search size={14} aria-hidden className="pointer-events-none absolute top-2.25 left-2.5 text-subtlest" />
      <input
        ref={input}
        type="search"
        aria-label={words.search}
        aria-keyshortcuts={shortcut.aria}
        placeholder={words.search}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onType("");
        }}
        className="h-8 w-full appearance-none rounded-control border border-line-input bg-surface pr-9 pl-8 focus-visible:-outline-offset-1 [&::-webkit-search-cancel-button]:hidden"
      />
      {typed === "" ? (
        shortcut.text && (
          <kbd aria-hidden className="absolute top-1.75 right-2">
            {shortcut.text}
          </kbd>
        )
      ) : (
        <IconButton label={words.clear} className="absolute top-0.5 right-0.5" onClick={() => onType("")}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
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
