import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../../api/gateway";
import { statusQuery } from "../../api/queries";
import { Glyph } from "../../parts/Glyph";
import { strings } from "../../strings";
import type { Section } from "../rows";

const words = strings.settings.secrets;

function State() {
  const { client } = useGateway();
  const { data: status } = useQuery(statusQuery(client));
  if (!status) return null;
  const { backend, state, message } = status.secrets;
  const well = state === "ok";
  return (
    <>
      <span className={`flex items-center gap-1.5 justify-self-end ${well ? "text-success" : "text-warning"}`}>
        <Glyph shape={well ? "dot" : "triangle"} />
        {well ? (words.backends[backend] ?? backend) : (words.states[state] ?? state)}
      </span>
      {!well && (
        <p className="col-span-2 mt-2 text-meta text-warning [overflow-wrap:anywhere]">
          {strings.banner.secrets[state]} {message}
        </p>
      )}
    </>
  );
}

export const secrets: Section = {
  id: "secrets",
  title: words.title,
  rows: [{ id: "secrets", ...words.rows.place, Control: State }],
};
