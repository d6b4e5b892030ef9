import {
  ChartColumn,
  File,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  Plug,
  SlidersHorizontal,
  SquarePlay,
  TextAlignStart,
} from "lucide-react";
import { strings } from "../strings";

export type ScreenId = "overview" | "playground" | "requests" | "keys" | "providers" | "files" | "jobs" | "settings";

export interface Screen {
  id: ScreenId;
  path: "/" | "/playground" | "/requests" | "/keys" | "/providers" | "/files" | "/jobs" | "/settings";
  name: string;
  Icon: LucideIcon;
}

/** The entries of the rail, in the order of their Ctrl+number keys; settings stand at its foot. */
export const SCREENS: readonly Screen[] = [
  { id: "overview", path: "/", name: strings.rail.overview, Icon: ChartColumn },
  { id: "playground", path: "/playground", name: strings.rail.playground, Icon: MessageSquare },
  { id: "requests", path: "/requests", name: strings.rail.requests, Icon: TextAlignStart },
  { id: "keys", path: "/keys", name: strings.rail.keys, Icon: KeyRound },
  { id: "providers", path: "/providers", name: strings.rail.providers, Icon: Plug },
  { id: "files", path: "/files", name: strings.rail.files, Icon: File },
  { id: "jobs", path: "/jobs", name: strings.rail.jobs, Icon: SquarePlay },
  { id: "settings", path: "/settings", name: strings.rail.settings, Icon: SlidersHorizontal },
];
