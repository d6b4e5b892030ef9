import { Link } from "@tanstack/react-router";
import { Notice } from "../parts/Notice";
import { strings } from "../strings";

const words = strings.playground;

/** What went wrong, and what to do about it. */
export function Failure({ error, code }: { error: string; code: string | null }) {
  const advice = code === null ? undefined : words.advice[code];
  const place = code === null ? undefined : PLACES[code];
  return (
    <Notice tone="danger">
      <p className="select-text">{error}</p>
      {code !== null && <code className="font-mono text-meta select-text">{code}</code>}
      {advice && <p className="mt-1 text-text">{advice}</p>}
      {place && (
        <Link to={place} className="mt-1 inline-block underline underline-offset-3">
          {place === "/keys" ? strings.rail.keys : strings.rail.providers}
        </Link>
      )}
    </Notice>
  );
}

/** Where an error is mended. */
const PLACES: Record<string, "/keys" | "/providers" | undefined> = {
  insufficient_quota: "/keys",
  invalid_api_key: "/keys",
  upstream_auth: "/providers",
};
