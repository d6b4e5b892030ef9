import { useMemo, useState } from "react";
import type { Header } from "../../../api/types";
import { bytes } from "../../../format/numbers";
import { Button } from "../../../parts/Button";
import { CopyIcon } from "../../../parts/CopyButton";
import { JsonTree } from "../../../parts/JsonTree";
import { strings } from "../../../strings";
import { Choices } from "./Choices";
import { parsed } from "./conversation";

const words = strings.requests.detail.body;
/** A larger one is drawn when asked for. */
const LARGE = 512 * 1024;

type View = "tree" | "raw" | "headers";

/** A body and its headers: as a tree where it is JSON, as it went, and what came before it. */
export function Body(props: { name: string; text: string; cut: boolean; headers: readonly Header[] }) {
  const { name, text, headers } = props;
  const [wanted, setWanted] = useState<View>("tree");
  const [shown, setShown] = useState(false);
  const size = useMemo(() => new Blob([text]).size, [text]);
  const large = size > LARGE && !shown;
  const json = useMemo(() => (large ? null : parsed(text)), [text, large]);
  const tree = json !== null && typeof json === "object";
  const views: View[] = tree ? ["tree", "raw", "headers"] : ["raw", "headers"];
  const view = views.includes(wanted) ? wanted : "raw";
  return (
    <div className="flex flex-col gap-2">
      <div className="flex h-7 items-center gap-2">
        <Choices
          label={words.view(name)}
          options={views.map((value) => ({ value, label: words.views[value] }))}
          value={view}
          onChange={setWanted}
        />
        <span className="flex-1" />
        <span className="text-meta text-subtlest tabular-nums">{bytes(size)}</span>
        {text !== "" && <CopyIcon text={text} what={name.toLowerCase()} />}
      </div>
      {props.cut && <p className="text-meta text-warning">{words.cut}</p>}
      {view === "headers" ? (
        <Headers headers={headers} />
      ) : text === "" ? (
        <p className="text-subtle">{words.empty}</p>
      ) : large ? (
        <div className="flex flex-col items-center gap-3 rounded-control border border-line-subtle py-10">
          <p className="text-subtle">{words.large}</p>
          <Button onClick={() => setShown(true)}>{words.show(bytes(size))}</Button>
        </div>
      ) : view === "tree" ? (
        <JsonTree value={json} label={name} />
      ) : (
        <Raw name={name} text={text} />
      )}
    </div>
  );
}

/** Text as it went, wrapped. */
export function Raw({ name, text }: { name: string; text: string }) {
  return (
    <section
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[70vh] overflow-auto rounded-control border border-line-subtle bg-canvas px-3 py-2.5"
    >
      <pre className="font-mono text-meta whitespace-pre-wrap select-text [overflow-wrap:anywhere]">{text}</pre>
    </section>
  );
}

function Headers({ headers }: { headers: readonly Header[] }) {
  if (headers.length === 0) return <p className="text-subtle">{words.noHeaders}</p>;
  return (
    <dl className="grid grid-cols-[minmax(120px,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-meta [&_dd]:select-text [&_dd]:[overflow-wrap:anywhere] [&_dt]:text-subtle [&_dt]:select-text">
      {headers.map(({ name, value }, index) => (
        <div key={`${index}-${name}`} className="contents">
          <dt>{name}</dt>
          <dd className={value === "redacted" ? "text-subtlest italic" : ""}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
