import { Autocomplete } from "@base-ui/react/autocomplete";
import { Field } from "../../parts/Field";
import { strings } from "../../strings";
import { VOICES } from "./trade";

const words = strings.playground.speech;

/** A voice by its name: one of those that every vendor has something like, or any other. */
export function VoiceField({ value, onChange }: { value: string; onChange: (voice: string) => void }) {
  const missing = value.trim() === "";
  return (
    <Field label={words.voice} hint={words.voiceHint} error={missing ? words.noVoice : undefined}>
      {({ id, describedBy, invalid }) => (
        <Autocomplete.Root items={VOICES} value={value} onValueChange={onChange} mode="none" openOnInputClick>
          <Autocomplete.Input
            id={id}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            spellCheck={false}
            className={`h-8 w-full rounded-control border bg-surface px-2.5 focus-visible:-outline-offset-1 ${invalid ? "border-danger" : "border-line-input"}`}
          />
          <Autocomplete.Portal>
            <Autocomplete.Positioner sideOffset={4} className="z-10 outline-none">
              <Autocomplete.Popup className="max-h-[min(300px,var(--available-height))] w-(--anchor-width) overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-popup outline-none data-empty:hidden">
                <Autocomplete.List>
                  {(voice: string) => (
                    <Autocomplete.Item
                      key={voice}
                      value={voice}
                      className="flex h-7 cursor-default items-center rounded-[4px] px-2 outline-none select-none data-highlighted:bg-active"
                    >
                      {voice}
                    </Autocomplete.Item>
                  )}
                </Autocomplete.List>
              </Autocomplete.Popup>
            </Autocomplete.Positioner>
          </Autocomplete.Portal>
        </Autocomplete.Root>
      )}
    </Field>
  );
}
