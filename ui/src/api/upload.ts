import type { Connection } from "../host/connection";
import { sentError, Unreachable } from "./error";
import type { FileRow } from "./types";

/** A file on its way to the gateway. */
export interface Sending {
  kept: Promise<FileRow>;
  abort(): void;
}

/**
 * Sends a file and says how far it is. `key`: who is to see it, besides the window. Only XMLHttpRequest tells how much of
 * a body has left.
 */
export function sendFile(
  { adminUrl, adminToken }: Connection,
  { file, purpose, key }: { file: File; purpose: string; key: string | undefined },
  onSent: (bytes: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  const kept = new Promise<FileRow>((resolve, reject) => {
    // The form around the file is sent too.
    request.upload.onprogress = ({ loaded }) => onSent(Math.min(loaded, file.size));
    request.onerror = () => reject(new Unreachable(null));
    request.onabort = () => reject(new DOMException("Cancelled.", "AbortError"));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status === 200) resolve(answer as FileRow);
      else reject(sentError(request.status, answer));
    };
  });
  const form = new FormData();
  form.append("purpose", purpose);
  form.append("file", file, file.name);
  request.open("POST", `${adminUrl}/files${key ? `?key=${encodeURIComponent(key)}` : ""}`);
  request.setRequestHeader("authorization", `Bearer ${adminToken}`);
  request.send(form);
  return { kept, abort: () => request.abort() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
