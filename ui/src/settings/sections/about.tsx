import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../../api/gateway";
import { statusQuery } from "../../api/queries";
import { uptime } from "../../format/time";
import { strings } from "../../strings";
import type { Section } from "../rows";

const words = strings.settings.about;

function Version() {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  if (!status) return null;
  return (
    <span className="justify-self-end text-right tabular-nums select-text">
      {status.version}
      <span className="block text-meta text-subtlest">{words.running(uptime(status.uptime_seconds))}</span>
    </span>
  );
}

function Nothing() {
  return null;
}

export const about: Section = {
  id: "about",
  title: words.title,
  rows: [
    { id: "version", ...words.rows.version, Control: Version },
    { id: "licences", ...words.rows.licences, Control: Nothing },
  ],
};
