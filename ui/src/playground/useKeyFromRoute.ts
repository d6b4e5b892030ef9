import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** A key that the route brings is chosen, and no longer part of the route: the choice is the draft's. */
export function useKeyFromRoute(onKey: (key: string) => void): void {
  const { key } = useSearch({ from: "/playground" });
  const navigate = useNavigate({ from: "/playground" });
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    if (key === undefined) return;
    latest.current(key);
    void navigate({ search: ({ key: _taken, ...rest }) => rest, replace: true });
  }, [key, navigate]);
}
