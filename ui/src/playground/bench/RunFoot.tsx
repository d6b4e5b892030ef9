import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Reply } from "../../api/reply";
import { isAccepted } from "../../api/try";
import type { RequestDetail } from "../../api/types";
import { duration } from "../../format/time";
import { CopyIcon } from "../../parts/CopyButton";
import { strings } from "../../strings";
import { Figure, FigureRow } from "../FigureRow";
import { isOver } from "./bench";

const words = strings.playground;

/** What a request came to, where it is found again, and what can be done with its answer. */
export function RunFoot(props: {
  reply: Reply;
  record: RequestDetail | undefined;
  figures?: ((reply: Reply, record: RequestDetail | undefined) => ReactNode) | undefined;
  children: ReactNode;
}) {
  const { reply, record } = props;
  const over = isOver(reply);
  return (
    <div className="flex flex-col gap-2 border-t border-line-subtle px-3 pt-2.5 pb-2.5">
      <FigureRow course={reply} record={record}>
        {reply.durationMs !== null && !isAccepted(reply) && (
          <Figure name="total">{words.figures.total(duration(reply.durationMs))}</Figure>
        )}
        {props.figures?.(reply, record)}
      </FigureRow>
      {over && (
        <div className="flex flex-wrap items-center gap-2">
          {reply.id !== null && (
            <span className="flex min-w-0 flex-auto items-center gap-0.5">
              <Link
                to="/requests"
                search={{ id: reply.id }}
                title={words.open}
                className="truncate font-mono text-accent text-meta underline-offset-3 hover:underline"
              >
                <span className="sr-only">{words.open}: </span>
                {reply.id}
              </Link>
              <CopyIcon text={reply.id} what={words.requestId} />
            </span>
          )}
          <span className="ml-auto flex flex-wrap gap-2">{props.children}</span>
        </div>
      )}
    </div>
  );
}
