import { typeOf } from "./drawn";
import type { Given } from "./trade";

/** What is sent to be edited: vendors take these, whatever the files are called. */
const TAKEN: readonly (string | null)[] = ["image/png", "image/jpeg", "image/webp"];

/** Those of the files that can be edited, by their first bytes; and the names of the others. */
export async function givenOf(files: readonly File[]): Promise<{ taken: Given[]; refused: string[] }> {
  const taken: Given[] = [];
  const refused: string[] = [];
  for (const file of files) {
    const type = typeOf(new Uint8Array(await file.slice(0, 12).arrayBuffer()));
    if (type !== null && TAKEN.includes(type)) taken.push({ file: new File([file], file.name, { type }), mask: null });
    else refused.push(file.name);
  }
  return { taken, refused };
}
