import { strings } from "../../strings";
import { JobPanel } from "../job/JobPanel";
import { VIDEO } from "./trade";
import { VideoOptions } from "./VideoOptions";

/** A film, made of words and maybe of its first frame. */
export function VideoPanel() {
  return (
    <JobPanel
      kind="video"
      trade={VIDEO}
      words={strings.playground.video}
      options={(draft, edit) => <VideoOptions draft={draft} edit={edit} />}
    />
  );
}
