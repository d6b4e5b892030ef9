import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
} from "@tanstack/react-router";
import { FilesScreen } from "./files/FilesScreen";
import { readSearch as readFiles } from "./files/search";
import { JobsScreen } from "./jobs/JobsScreen";
import { readSearch as readJobs } from "./jobs/search";
import { KeysScreen } from "./keys/KeysScreen";
import { readSearch as readKeys } from "./keys/search";
import { OverviewScreen } from "./overview/OverviewScreen";
import { readSearch as readOverview } from "./overview/search";
import { PlaygroundScreen } from "./playground/PlaygroundScreen";
import { readSearch as readPlayground } from "./playground/search";
import { ProvidersScreen } from "./providers/ProvidersScreen";
import { readSearch as readProviders } from "./providers/search";
import { RequestsScreen } from "./requests/RequestsScreen";
import { readSearch as readRequests } from "./requests/search";
import { SettingsScreen } from "./settings/SettingsScreen";
import { readSearch as readSettings } from "./settings/search";
import { Broken } from "./shell/Broken";
import { Shell } from "./shell/Shell";

const root = createRootRoute({ component: Shell });

const under = { getParentRoute: () => root };
const overview = createRoute({ ...under, path: "/", validateSearch: readOverview, component: OverviewScreen });
const playground = createRoute({
  ...under,
  path: "/playground",
  validateSearch: readPlayground,
  component: PlaygroundScreen,
});
const requests = createRoute({ ...under, path: "/requests", validateSearch: readRequests, component: RequestsScreen });
const keys = createRoute({ ...under, path: "/keys", validateSearch: readKeys, component: KeysScreen });
const providers = createRoute({
  ...under,
  path: "/providers",
  validateSearch: readProviders,
  component: ProvidersScreen,
});
const files = createRoute({ ...under, path: "/files", validateSearch: readFiles, component: FilesScreen });
const jobs = createRoute({ ...under, path: "/jobs", validateSearch: readJobs, component: JobsScreen });
const settings = createRoute({ ...under, path: "/settings", validateSearch: readSettings, component: SettingsScreen });
const routeTree = root.addChildren([overview, playground, requests, keys, providers, files, jobs, settings]);

/** A new router. The hash holds the route, so that it works under tauri:// and on any path of a server. */
export function makeRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree,
    history,
    defaultErrorComponent: Broken,
    // Plain text instead of JSON: `status=429` rather than `status=%22429%22`.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const pairs = Object.entries(search).filter(([, value]) => value !== undefined);
      const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
      return text && `?${text}`;
    },
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
