import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** The models stand in the route, so that a link opens the same columns. A change on either side reaches the other. */
export function useModelsInRoute(models: readonly string[], onModels: (models: string[]) => void) {
  const search = useSearch({ from: "/playground" });
  const navigate = useNavigate({ from: "/playground" });
  const { models: wanted, from } = search;
  const shown = models.join(",");
  const seen = useRef<string | undefined>(undefined);
  const latest = useRef(onModels);
  useEffect(() => {
    latest.current = onModels;
  });
  useEffect(() => {
    if (wanted !== undefined && wanted !== seen.current && wanted !== shown) {
      seen.current = wanted;
      latest.current(wanted.split(",").filter((model) => model !== ""));
      return;
    }
    seen.current = shown;
    // A request that is still to be read brings its own models.
    if (wanted !== shown && from === undefined) {
      void navigate({ search: (now) => ({ ...now, models: shown }), replace: true });
    }
  }, [wanted, shown, from, navigate]);
}
