import { Tabs } from "@base-ui/react/tabs";
import { Play } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../parts/Button";
import { Code } from "../../parts/Code";
import { CopyIcon } from "../../parts/CopyButton";
import { SegmentedTabs, Segments } from "../../parts/Segments";
import { strings } from "../../strings";
import { place } from "../sound/waveform";
import type { Segment, Transcript } from "./transcript";

const words = strings.playground.transcription;

const VIEWS = ["text", "segments", "raw"] as const;
type View = (typeof VIEWS)[number];

/** What was said: to be read, piece by piece with its times, and as it was sent. */
export function TranscriptView(props: { transcript: Transcript; onPlay: ((seconds: number) => void) | null }) {
  const { text, segments, words: each, raw } = props.transcript;
  const [view, setView] = useState<View>("text");
  return (
    <SegmentedTabs value={view} onChange={setView} className="flex min-h-0 flex-col gap-3">
      <div className="flex items-center gap-2">
        <Segments label={words.view} options={VIEWS.map((value) => ({ value, label: words.views[value] }))} />
        <CopyIcon text={view === "raw" ? raw : text} what={words.transcript} className="ml-auto" />
      </div>
      <Tabs.Panel value="text" tabIndex={-1} className="outline-none">
        {text === "" ? (
          <p className="text-subtle">{words.noText}</p>
        ) : (
          <p className="max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere] select-text">{text}</p>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="segments" tabIndex={-1} className="outline-none">
        {segments.length === 0 ? (
          <p className="text-subtle">{words.noSegments}</p>
        ) : (
          <Times segments={each.length > 0 ? each : segments} onPlay={props.onPlay} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="raw" tabIndex={-1} className="outline-none">
        <Code label={words.views.raw}>{raw}</Code>
      </Tabs.Panel>
    </SegmentedTabs>
  );
}

function Times(props: { segments: readonly Segment[]; onPlay: ((seconds: number) => void) | null }) {
  const { onPlay } = props;
  const head = "h-7 border-b border-line-subtle px-2 font-medium text-meta text-subtle";
  return (
    <table aria-label={words.segments} className="w-full">
      <thead>
        <tr>
          {onPlay && <th aria-hidden className={`w-7 ${head}`} />}
          <th scope="col" className={`w-20 text-right ${head}`}>
            {words.from}
          </th>
          <th scope="col" className={`w-20 text-right ${head}`}>
            {words.to}
          </th>
          <th scope="col" className={`text-left ${head}`}>
            {words.said}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.segments.map(({ start, end, text }, at) => (
          <tr key={at} className="align-top [&>td]:border-line-subtle [&>td]:border-b">
            {onPlay && (
              <td>
                <IconButton label={words.playFrom(place(start))} onClick={() => onPlay(start)}>
                  <Play size={12} aria-hidden />
                </IconButton>
              </td>
            )}
            <td className="num px-2 py-1 text-right">{place(start)}</td>
            <td className="num px-2 py-1 text-right">{place(end)}</td>
            <td className="px-2 py-1 [overflow-wrap:anywhere] select-text">{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
