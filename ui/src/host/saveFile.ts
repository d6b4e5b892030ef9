import { invoke } from "@tauri-apps/api/core";
import { inWindow } from "./connection";

/** Long enough for the browser to have begun. */
const KEPT_MS = 60_000;

/** Saves among the downloads and gives back where: a path in the window, in a browser the name. */
export async function saveFile(name: string, content: Blob): Promise<string> {
  if (inWindow) return saveInWindow(name, content);
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
  return name;
}

/** As raw bytes, which reach the shell without being written as text first. The name goes as a header, so in ASCII. */
async function saveInWindow(name: string, content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  return invoke<string>("save_file", bytes, { headers: { name: name.replace(/[^ -~]/g, "-") } });
}
