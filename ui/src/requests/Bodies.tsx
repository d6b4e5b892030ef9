import type { RequestDetail } from "../api/types";
import { CopyIcon } from "../parts/CopyButton";
import { strings } from "../strings";

const words = strings.requests.detail.bodies;

/** What was sent and answered, where the settings say that it is kept. */
export function Bodies({ bodies }: { bodies: NonNullable<RequestDetail["bodies"]> }) {
  return (
    <div className="flex flex-col gap-4">
      <Body name={words.request} text={bodies.request} cut={bodies.request_truncated} />
      <Body name={words.response} text={bodies.response} cut={bodies.response_truncated} />
    </div>
  );
}

function Body({ name, text, cut }: { name: string; text: string; cut: boolean }) {
  return (
    <section>
      <div className="mb-1 flex h-7 items-center justify-between">
        <h3 className="font-semibold">{name}</h3>
        {text !== "" && <CopyIcon text={text} what={name.toLowerCase()} />}
      </div>
      {text === "" ? (
        <p className="text-subtle">{words.none}</p>
      ) : (
        <pre className="max-h-[420px] overflow-auto rounded-control border border-line-subtle bg-canvas px-3 py-2.5 font-mono text-meta whitespace-pre-wrap select-text [overflow-wrap:anywhere]">
          {pretty(text)}
        </pre>
      )}
      {cut && <p className="mt-1 text-meta text-warning">{words.cut}</p>}
    </section>
  );
}

/** JSON indented; anything else, such as a stream of events, as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
