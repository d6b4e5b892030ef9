import { Tabs } from "@base-ui/react/tabs";
import { strings } from "../../strings";
import type { DetailTab } from "./tabs";

const words = strings.requests.detail;

/** Two groups of tabs in one list: side by side where there is room, else below each other. */
export function TabRows({ rows }: { rows: readonly DetailTab[][] }) {
  return (
    <Tabs.List aria-label={words.label} className="flex shrink-0 flex-wrap gap-x-3 gap-y-1.5 pt-1.5 pb-3">
      {rows.map((tabs) => (
        <div key={tabs[0]} className="flex h-7 shrink-0 overflow-hidden rounded-control border border-line">
          {tabs.map((tab) => (
            <Tabs.Tab
              key={tab}
              value={tab}
              className="border-line border-r px-2.5 text-subtle last:border-r-0 hover:text-text focus-visible:-outline-offset-2 data-active:bg-active data-active:font-medium data-active:text-text"
            >
              {words.tabs[tab]}
            </Tabs.Tab>
          ))}
        </div>
      ))}
    </Tabs.List>
  );
}
