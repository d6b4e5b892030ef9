import { saveFile } from "./saveFile";
import { openFolder } from "./system";

/** Saves among the downloads and shows the folder, from where any player opens it. Gives back where it is. */
export async function saveAndShow(name: string, content: Blob): Promise<string> {
  const where = await saveFile(name, content);
  await openFolder("downloads");
  return where;
}
