import type { FileRow } from "../api/types";
import { strings } from "../strings";

/** The id of the key that the window calls as. */
export const WINDOW_KEY = "window";

/** Whose file it is. The window is no key to those who look at it. */
export function keyName({ key, key_name }: Pick<FileRow, "key" | "key_name">): string {
  return key === WINDOW_KEY ? strings.files.window : key_name;
}
