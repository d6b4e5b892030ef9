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

/** What a model can do, as pictures that have their names and say whose word it is. */
export function Capabilities({ model }: { model: Model }) {
  const known = capabilitiesOf(model);
  if (known === null) {
    return (
      <span className="text-subtlest" title={words.unknownCapabilities}>
        {UNKNOWN}
      </span>
    );
  }
  const from = words.saidBy(model.capabilities_source);
  if (known.length === 0) {
    return (
      <span className="text-meta text-subtlest" title={from}>
        {words.textOnly}
      </span>
    );
  }
  return (
    <span className="flex h-[1lh] items-center gap-1 text-subtle">
      {known.map((each) => {
        const Picture = PICTURES[each];
        const name = words.capabilities[each];
        return (
          <span key={each} role="img" aria-label={name} title={`${name}\n${from}`}>
            <Picture size={14} aria-hidden />
          </span>
        );
      })}
    </span>
  );
}
