import type { ToolCall } from "../../../api/answer";
import { JsonTree } from "../../../parts/JsonTree";
import { strings } from "../../../strings";
import { lacksFile, type Part, parsed, type Turn } from "./conversation";

const words = strings.requests.detail.conversation;

/** One message with all that it holds. */
export function Message({ turn, answer = false, note }: { turn: Turn; answer?: boolean; note?: string }) {
  const empty = turn.parts.length === 0 && turn.calls.length === 0;
  return (
    <article className={`rounded-card border px-3.5 py-2.5 ${answer ? "border-line bg-canvas" : "border-line-subtle"}`}>
      <header className="mb-1 flex items-baseline gap-2 text-meta">
        <h3 className="font-semibold">{words.roles[turn.role] ?? turn.role}</h3>
        {turn.name && <span className="text-subtle">{turn.name}</span>}
        {turn.answers && <span className="font-mono text-subtlest">{words.answers(turn.answers)}</span>}
        {note && <span className="ml-auto text-subtlest">{note}</span>}
      </header>
      {turn.reasoning && (
        <details className="mb-2 rounded-control border border-line-subtle px-2.5 py-1.5 text-subtle">
          <summary className="cursor-default select-none">{words.reasoning}</summary>
          <Text text={turn.reasoning} />
        </details>
      )}
      <div className="flex flex-col gap-2">
        {turn.parts.map((part, index) => (
          <Piece key={index} part={part} />
        ))}
        {turn.calls.map((call, index) => (
          <Call key={index} call={call} />
        ))}
      </div>
      {empty && <p className="text-subtlest">{words.empty}</p>}
    </article>
  );
}

function Piece({ part }: { part: Part }) {
  switch (part.kind) {
    case "text":
      return <Text text={part.text} />;
    case "refusal":
      return <p className="text-warning select-text">{words.refusal(part.text)}</p>;
    case "image":
      return <Image url={part.url} />;
    case "audio":
      return (
        <div className="flex flex-col gap-1">
          {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote any; the transcript is below where there is one */}
          {part.url && <audio controls src={part.url} className="h-8 w-full max-w-80" />}
          <Text text={part.transcript ?? (part.url ? "" : words.audio)} />
        </div>
      );
    case "other":
      return <JsonTree value={part.json} label={words.part} />;
  }
}

/** Only what came along is drawn: looking at a request must not call up an address that somebody else chose. */
function Image({ url }: { url: string }) {
  if (url.startsWith("data:image/") && !lacksFile(url)) {
    return (
      <a href={url} download={words.imageFile} className="self-start" title={words.saveImage}>
        <img
          src={url}
          alt={words.image}
          className="max-h-40 max-w-full rounded-control border border-line-subtle object-contain"
        />
      </a>
    );
  }
  if (!/^https?:\/\//.test(url)) return <p className="font-mono text-meta text-subtle">{url.slice(0, 200)}</p>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="font-mono text-accent text-meta underline underline-offset-3 [overflow-wrap:anywhere]"
    >
      {url}
    </a>
  );
}

function Call({ call }: { call: ToolCall }) {
  const given = parsed(call.arguments);
  return (
    <section aria-label={words.call(call.name)} className="flex flex-col gap-1">
      <p className="flex items-baseline gap-2">
        <span className="font-medium font-mono text-meta">{words.call(call.name)}</span>
        <span className="truncate font-mono text-meta text-subtlest">{call.id}</span>
      </p>
      {given !== null && typeof given === "object" ? (
        <JsonTree value={given} label={words.arguments(call.name)} />
      ) : (
        <Text text={call.arguments} />
      )}
    </section>
  );
}

function Text({ text }: { text: string }) {
  if (text === "") return null;
  return <p className="whitespace-pre-wrap select-text [overflow-wrap:anywhere]">{text}</p>;
}
