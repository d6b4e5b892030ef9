import { useQueryClient } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import type { FileRow } from "../api/types";
import { bytes } from "../format/numbers";
import { saveFile } from "../host/saveFile";
import { tell } from "../parts/undo";
import { strings } from "../strings";
import { contentQuery } from "./queries";

const words = strings.files;
/** It passes through memory on its way to the disk. */
const MOST_SAVED = 512 * 1024 * 1024;

/** Saves a file of the gateway among the downloads, and says where. `save` is what does it. */
export function useSaveFile(save: (name: string, content: Blob) => Promise<string> = saveFile) {
  const { client } = useGateway();
  const cache = useQueryClient();
  return async ({ id, filename, bytes: size }: Pick<FileRow, "id" | "filename" | "bytes">): Promise<void> => {
    if (size > MOST_SAVED) return tell(words.tooLarge(filename, bytes(MOST_SAVED)));
    try {
      tell(words.saved(await save(filename, await cache.fetchQuery(contentQuery(client, id)))));
    } catch (error) {
      tell(words.saveFailed(filename, error instanceof Error ? error.message : String(error)));
    }
  };
}
