import { inWindow } from "../../host/connection";
import type { Section } from "../rows";
import { about } from "./about";
import { appearance } from "./appearance";
import { backup } from "./backup";
import { changes } from "./changes";
import { diagnostics } from "./diagnostics";
import { logs } from "./logs";
import { network } from "./network";
import { prices } from "./prices";
import { secrets } from "./secrets";
import { server } from "./server";
import { shortcuts } from "./shortcuts";
import { startup } from "./startup";
import { storage } from "./storage";

/** In the order of the page. */
export const SECTIONS: readonly Section[] = [
  server,
  logs,
  storage,
  secrets,
  network,
  prices,
  appearance,
  shortcuts,
  ...(inWindow ? [startup] : []),
  backup,
  diagnostics,
  changes,
  about,
];
