import { ChartColumn, KeyRound, type LucideIcon, TextAlignStart } from "lucide-react";
import { strings } from "../strings";

/** The entries of the rail, in the order of their Ctrl+number keys. */
export const SCREENS: readonly { path: "/" | "/requests" | "/keys"; name: string; Icon: LucideIcon }[] = [
  { path: "/", name: strings.rail.overview, Icon: ChartColumn },
  { path: "/requests", name: strings.rail.requests, Icon: TextAlignStart },
  { path: "/keys", name: strings.rail.keys, Icon: KeyRound },
];
