import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { duration } from "../../format/time";
import { strings } from "../../strings";
import type { Added, useAdding } from "./useAdding";

const words = strings.overview.found;

export const WELL = { shape: "check", tone: "text-success" } as const;
export const NEW = { shape: "diamond", tone: "text-info" } as const;

export function outcomeLook({ is }: Added) {
  return is === "unanswered" ? ({ shape: "cross", tone: "text-danger" } as const) : WELL;
}

/** What came of adding it, in words; before that, what it is. */
export function Outcome(props: { adding: ReturnType<typeof useAdding>; otherwise: ReactNode; name: string }) {
  const { adding, name } = props;
  const { added, error } = adding;
  if (error)
    return (
      <span role="alert" className="text-danger">
        {words.notAdded(name, error.message)}
      </span>
    );
  if (!added) return props.otherwise;
  return (
    <span role="status">
      <Told added={added} name={name} />
      {added.is === "toChoose" && (
        <>
          {" "}
          <ChooseModels id={added.id} />
        </>
      )}
      {added.is === "unanswered" && (
        <button
          type="button"
          disabled={adding.busy}
          onClick={() => adding.again(added.id)}
          className="ml-1 text-accent underline underline-offset-3"
        >
          {words.again}
        </button>
      )}
    </span>
  );
}

function Told({ added, name }: { added: Added; name: string }) {
  if (added.is === "unanswered") return <span className="text-danger">{words.unanswered(name, added.why)}</span>;
  const time = duration(added.milliseconds);
  return added.is === "added" ? words.added(name, time, added.models) : words.offers(name, time, added.models);
}

export function ChooseModels({ id }: { id: string }) {
  return (
    <Link to="/providers" search={{ provider: id }} className="text-accent underline underline-offset-3">
      {words.choose}
    </Link>
  );
}
