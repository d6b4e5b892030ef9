import { useMemo } from "react";
import type { Bodies } from "../../../api/types";
import { UNKNOWN } from "../../../format/numbers";
import { Notice } from "../../../parts/Notice";
import { strings } from "../../../strings";
import { answerOf, fieldsOf, parsed, promptOf } from "./conversation";
import { Message } from "./Message";

const words = strings.requests.detail.conversation;

/** Who said what: the messages of the request, then the answer, put together where it was streamed. */
export function Conversation({ bodies }: { bodies: Bodies }) {
  const prompt = useMemo(() => promptOf(bodies.request), [bodies.request]);
  const answer = useMemo(() => answerOf(bodies.response), [bodies.response]);
  if (bodies.request_truncated) return <p className="text-warning">{words.cut}</p>;
  if (prompt === null) return <Inputs bodies={bodies} />;
  return (
    <div className="flex flex-col gap-3">
      {prompt.map((turn, index) => (
        <Message key={index} turn={turn} />
      ))}
      {answer.turns.map((turn, index) => (
        <Message
          key={index}
          turn={turn}
          answer
          note={[answer.turns.length > 1 && words.choice(index + 1), answer.finish[index] ?? UNKNOWN]
            .filter(Boolean)
            .join(" · ")}
        />
      ))}
      {answer.error && <Notice tone="danger">{answer.error}</Notice>}
      {answer.turns.length === 0 && !answer.error && <p className="text-subtle">{words.noAnswer}</p>}
    </div>
  );
}

/** A request for embeddings has texts in place of messages. */
function Inputs({ bodies }: { bodies: Bodies }) {
  const { input } = fieldsOf(parsed(bodies.request));
  const texts = (Array.isArray(input) ? input : [input]).filter((text) => text !== undefined);
  const vectors = fieldsOf(parsed(bodies.response)).data;
  if (texts.length === 0) return <p className="text-subtle">{words.none}</p>;
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col">
        {texts.map((text, index) => (
          <li key={index} className="border-b border-line-subtle py-2 whitespace-pre-wrap select-text">
            {typeof text === "string" ? text : JSON.stringify(text)}
          </li>
        ))}
      </ol>
      {Array.isArray(vectors) && <p className="text-subtle">{words.vectors(vectors.length)}</p>}
    </div>
  );
}
