import { strings } from "../../strings";
import { JobPanel } from "../job/JobPanel";
import { MusicOptions } from "./MusicOptions";
import { MUSIC } from "./trade";

/** Music, made of words and maybe of lyrics. */
export function MusicPanel() {
  return (
    <JobPanel
      kind="music"
      trade={MUSIC}
      words={strings.playground.music}
      options={(draft, edit) => <MusicOptions draft={draft} edit={edit} />}
    />
  );
}
