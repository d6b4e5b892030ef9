import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../api/error";
import { useGateway } from "../api/gateway";
import { requestQuery } from "../api/queries";
import type { FileDetail } from "../api/types";
import { count, UNKNOWN } from "../format/numbers";
import { timeOfDay, useNow } from "../format/time";
import { Button } from "../parts/Button";
import { Status } from "../requests/Status";
import { strings } from "../strings";

const words = strings.files.lineage;
/** Each is a question to the log. */
const FIRST = 5;

/** Which request made a file, and which used it. */
export function Lineage({ file: { made_by, used_by, uses } }: { file: FileDetail }) {
  const [all, setAll] = useState(false);
  const shown = all ? used_by : used_by.slice(0, FIRST);
  return (
    <section aria-label={words.title} className="flex flex-col">
      <h3 className="flex h-7 items-center font-semibold">{words.title}</h3>
      {made_by === null ? (
        <p className="text-subtle">{words.uploaded}</p>
      ) : (
        <>
          <h4 className="pt-1 text-meta text-subtle">{words.madeBy}</h4>
          <RequestLink id={made_by} />
        </>
      )}
      {uses === 0 ? (
        <p className="text-subtle">{words.unused}</p>
      ) : (
        <>
          <h4 className="pt-2 text-meta text-subtle">{words.usedBy(uses, count(uses))}</h4>
          {shown.map((id) => (
            <RequestLink key={id} id={id} />
          ))}
          {shown.length < used_by.length && (
            <Button look="quiet" className="self-start" onClick={() => setAll(true)}>
              {words.all(count(used_by.length))}
            </Button>
          )}
          {all && uses > used_by.length && (
            <p className="text-meta text-subtlest">{words.newest(count(used_by.length))}</p>
          )}
        </>
      )}
    </section>
  );
}

/** A request in a line: when, how it went, for which model. */
function RequestLink({ id }: { id: string }) {
  const { client } = useGateway();
  const now = useNow();
  const { data: row, error } = useQuery({ ...requestQuery(client, id), retry: false });
  const gone = error instanceof ApiError && error.status === 404;
  if (gone) {
    return (
      <p className="flex h-8 items-center gap-2 border-line-subtle border-b text-subtlest">
        <span className="truncate font-mono text-meta">{id}</span> {words.gone}
      </p>
    );
  }
  return (
    <Link
      to="/requests"
      search={{ id }}
      title={id}
      className="flex h-8 items-center gap-3 border-line-subtle border-b px-1 hover:bg-hover focus-visible:-outline-offset-2"
    >
      {row ? (
        <>
          <span className="shrink-0 text-subtle tabular-nums">{timeOfDay(row.started_at, now)}</span>
          <span className="shrink-0">
            <Status row={row} short />
          </span>
          <span className="min-w-0 flex-1 truncate">{row.model ?? UNKNOWN}</span>
          <span className="max-w-32 shrink-0 truncate text-subtle">{row.key_name}</span>
        </>
      ) : (
        <span className="truncate font-mono text-meta text-subtle">{id}</span>
      )}
    </Link>
  );
}
