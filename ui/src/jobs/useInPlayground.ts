import { useNavigate } from "@tanstack/react-router";
import { useGateway } from "../api/gateway";
import type { Job } from "../api/types";
import { WINDOW_KEY } from "../files/keyName";
import { benchOf } from "../playground/bench/bench";
import { musicDraftOf, videoDraftOf } from "../playground/job/drafts";
import { MUSIC } from "../playground/music/trade";
import { VIDEO } from "../playground/video/trade";

/** Goes to the playground with all that a job was asked for, to change it there. */
export function useInPlayground() {
  const { connection } = useGateway();
  const navigate = useNavigate();
  return (job: Job) => {
    const key = job.key === WINDOW_KEY ? null : job.key;
    if (job.kind === "video") benchOf(connection, VIDEO).edit({ ...videoDraftOf(job), key });
    else benchOf(connection, MUSIC).edit({ ...musicDraftOf(job), key });
    void navigate({ to: "/playground", search: { panel: job.kind } });
  };
}
