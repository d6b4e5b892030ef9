import { AudioLines, Braces, Brain, Eye, FileText, Wrench } from "lucide-react";
import type { Model } from "../../api/types";
import { UNKNOWN } from "../../format/numbers";
import { strings } from "../../strings";
import { type Capability, capabilitiesOf } from "./draft";

const words = strings.providers.models;

const PICTURES: Record<Capability, typeof Wrench> = {
  tools: Wrench,
  vision: Eye,
  json_schema: Braces,
  audio_input: AudioLines,
  pdf: FileText,
  reasoning: Brain,
};

/** What a model can do, as pictures that have their names. */
export function Capabilities({ model }: { model: Model }) {
  const own = capabilitiesOf(model);
  if (own === null) {
    return (
      <span className="text-subtlest" title={words.vendorsCapabilities}>
        {UNKNOWN}
      </span>
    );
  }
  if (own.length === 0) return <span className="text-meta text-subtlest">{words.textOnly}</span>;
  return (
    <span className="flex h-[1lh] items-center gap-1.5 text-subtle">
      {own.map((each) => {
        const Picture = PICTURES[each];
        return (
          <span key={each} role="img" aria-label={words.capabilities[each]} title={words.capabilities[each]}>
            <Picture size={14} aria-hidden />
          </span>
        );
      })}
    </span>
  );
}
