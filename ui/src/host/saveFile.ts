import { invoke } from "@tauri-apps/api/core";
import { inWindow } from "./connection";

/** Long enough for the browser to have begun. */
const KEPT_MS = 60_000;

/** Saves among the downloads and gives back where: a path in the window, in a browser the name. */
export async function saveFile(name: string, content: Blob): Promise<string> {
  if (inWindow) return inShell("save_file", name, content);
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
  return name;
}

/** Saves a film or a sound likewise and opens it in the system's player; only in the app's window. */
export async function playFile(name: string, content: Blob): Promise<string> {
  return inShell("play_file", name, content);
}

/** As raw bytes, which reach the shell without being written as text first. The name goes as a header, so in ASCII. */
async function inShell(command: "save_file" | "play_file", name: string, content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  return invoke<string>(command, bytes, { headers: { name: name.replace(/[^ -~]/g, "-") } });
}
