import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Session } from "./session";

/** A key that the route brings is chosen, and no longer part of the route: the choice is the draft's. */
export function useKeyFromRoute(session: Session): void {
  const { key } = useSearch({ from: "/playground" });
  const navigate = useNavigate({ from: "/playground" });
  useEffect(() => {
    if (key === undefined) return;
    session.edit((draft) => ({ ...draft, key }));
    void navigate({ search: ({ key: _taken, ...rest }) => rest, replace: true });
  }, [key, session, navigate]);
}
