import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useState } from "react";
import { strings } from "../strings";
import type { Section } from "./rows";

const words = strings.settings;
/** How far below what stays on top a section counts as the one that is read. */
const READ_PX = 16;

/** Where one is, and the way to the rest; only beside the page, where there is room. */
export function SectionList({
  page,
  sections,
  chosen,
}: {
  page: RefObject<HTMLDivElement | null>;
  sections: readonly Section[];
  chosen: string | undefined;
}) {
  const navigate = useNavigate();
  const [read, setRead] = useState<string>();
  const ids = sections.map(({ id }) => id).join(" ");
  useEffect(() => {
    const scroller = page.current;
    if (!scroller) return;
    const look = () => {
      const top = underHead(scroller) + READ_PX;
      const passed = ids.split(" ").filter((id) => {
        const heading = document.getElementById(`section-${id}`);
        return heading && heading.getBoundingClientRect().top <= top;
      });
      const atEnd = scroller.scrollTop > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
      // The last sections can not come up to the top: of them, the one that was chosen is read.
      setRead(atEnd ? (chosen ?? ids.split(" ").at(-1)) : (passed.at(-1) ?? ids.split(" ")[0]));
    };
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    return () => scroller.removeEventListener("scroll", look);
  }, [page, ids, chosen]);

  function go(id: string) {
    void navigate({ to: "/settings", search: (now) => ({ ...now, section: id }), replace: true });
    // The same section again is a wish as well, and no change of the route.
    if (page.current) scrollTo(page.current, id);
  }

  return (
    <nav
      aria-label={words.sections}
      className="sticky top-0 hidden h-fit w-40 shrink-0 flex-col gap-0.5 pt-14 min-[1100px]:flex"
    >
      {sections.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          aria-current={id === read ? "location" : undefined}
          onClick={() => go(id)}
          className="flex h-7 items-center rounded-control px-2.5 text-left text-subtle hover:bg-hover hover:text-text aria-[current]:font-medium aria-[current]:text-text"
        >
          {title}
        </button>
      ))}
    </nav>
  );
}

/** Where the page shows what is scrolled, below its title and search. */
function underHead(page: HTMLElement): number {
  return page.getBoundingClientRect().top + (page.querySelector<HTMLElement>("[data-head]")?.offsetHeight ?? 0);
}

/** Only the page: `scrollIntoView` would push the header out as well. */
export function scrollTo(page: HTMLElement, section: string) {
  const heading = document.getElementById(`section-${section}`);
  if (!heading) return;
  const down = heading.getBoundingClientRect().top - underHead(page);
  page.scrollTo({ top: page.scrollTop + down });
}
