import { sentError } from "../api/error";
import { send } from "../api/try";
import type { Job } from "../api/types";
import { WINDOW_KEY } from "../files/keyName";
import type { Connection } from "../host/connection";

const PATHS = { video: "videos/generations", music: "music/generations" } as const;

/** The image that it began with was sent inside the request, and is not kept: only who has it can ask for the same. */
export function lacksImage({ parameters }: Pick<Job, "parameters">): boolean {
  return parameters.image === null || parameters.input_reference === null;
}

/** Asks for the same once more, as the same key, and gives back the new job's id. */
export async function askAgain(connection: Connection, { kind, key, parameters }: Job): Promise<string> {
  const body = kind === "music" ? { ...parameters, background: true } : parameters;
  const call = { path: PATHS[kind], body, key: key === WINDOW_KEY ? null : key };
  const response = await send(connection, call, new AbortController().signal);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw sentError(response.status, answer);
  return (answer as { job_id: string }).job_id;
}
