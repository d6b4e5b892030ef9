import { ChartColumn, KeyRound, type LucideIcon, Plug, TextAlignStart } from "lucide-react";
import { strings } from "../strings";

/** The entries of the rail, in the order of their Ctrl+number keys. */
export const SCREENS: readonly { path: "/" | "/requests" | "/keys" | "/providers"; name: string; Icon: LucideIcon }[] =
  [
    { path: "/", name: strings.rail.overview, Icon: ChartColumn },
    { path: "/requests", name: strings.rail.requests, Icon: TextAlignStart },
    { path: "/keys", name: strings.rail.keys, Icon: KeyRound },
    { path: "/providers", name: strings.rail.providers, Icon: Plug },
  ];
