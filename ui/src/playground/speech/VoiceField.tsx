import { strings } from "../../strings";
import { Suggested } from "../Suggested";
import { VOICES } from "./trade";

const words = strings.playground.speech;

/** A voice by its name: one of those that every vendor has something like, or any other. */
export function VoiceField({ value, onChange }: { value: string; onChange: (voice: string) => void }) {
  return (
    <Suggested
      label={words.voice}
      hint={words.voiceHint}
      error={value.trim() === "" ? words.noVoice : undefined}
      known={VOICES}
      value={value}
      onChange={onChange}
    />
  );
}
