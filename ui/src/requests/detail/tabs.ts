import type { RequestDetail } from "../../api/types";

/** What the gateway knows of a request, then what went over the wire. */
export const DETAIL_TABS = [
  "summary",
  "timeline",
  "routing",
  "conversation",
  "request",
  "response",
  "stream",
  "upstream",
] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

/** Those of the second row, which need the bodies to have been kept. */
const ON_THE_WIRE: readonly DetailTab[] = ["request", "response", "stream", "upstream"];

/** The tabs that a request has, in their two rows. */
export function tabsOf(detail: RequestDetail): [DetailTab[], DetailTab[]] {
  const shown = DETAIL_TABS.filter((tab) => tab !== "stream" || detail.stream);
  return [shown.filter((tab) => !ON_THE_WIRE.includes(tab)), shown.filter((tab) => ON_THE_WIRE.includes(tab))];
}
