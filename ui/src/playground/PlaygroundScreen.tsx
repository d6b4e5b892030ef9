import { Tabs } from "@base-ui/react/tabs";
import { type ComponentType, useState } from "react";
import { SegmentedTabs, Segments } from "../parts/Segments";
import { strings } from "../strings";
import { ChatPanel } from "./ChatPanel";
import { EmbeddingsPanel } from "./embeddings/EmbeddingsPanel";
import { ImagesPanel } from "./images/ImagesPanel";
import { MusicPanel } from "./music/MusicPanel";
import { PanelSlot } from "./PanelActions";
import { PANELS, type PanelId } from "./panels";
import { SpeechPanel } from "./speech/SpeechPanel";
import { TranscriptionPanel } from "./transcription/TranscriptionPanel";
import { usePanel } from "./usePanel";
import { VideoPanel } from "./video/VideoPanel";

const words = strings.playground;

const SHOWN: Record<PanelId, ComponentType> = {
  chat: ChatPanel,
  images: ImagesPanel,
  speech: SpeechPanel,
  transcription: TranscriptionPanel,
  embeddings: EmbeddingsPanel,
  video: VideoPanel,
  music: MusicPanel,
};

/** Models to be tried by hand, each kind in a panel of its own. */
export function PlaygroundScreen() {
  const { panel, choose } = usePanel();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const Panel = panel && SHOWN[panel];
  return (
    <SegmentedTabs
      value={panel ?? "chat"}
      onChange={choose}
      className="@container/screen flex h-full flex-col px-5 pt-4 pb-5"
    >
      <div className="mb-3 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
        <Segments label={words.panel} options={PANELS.map((value) => ({ value, label: words.panels[value] }))} />
        <div ref={setSlot} className="ml-auto flex flex-wrap items-center gap-2" />
      </div>
      {PANELS.map((value) => (
        <Tabs.Panel key={value} value={value} tabIndex={-1} className="min-h-0 flex-1 outline-none">
          {Panel && value === panel && (
            <PanelSlot value={slot}>
              <Panel />
            </PanelSlot>
          )}
        </Tabs.Panel>
      ))}
    </SegmentedTabs>
  );
}
