/** What a sound is called, and what a window can play of it. */

const EXTENSIONS: Record<string, string | undefined> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/opus": "opus",
  "audio/ogg": "ogg",
  "audio/aac": "aac",
  "audio/flac": "flac",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
  "audio/wave": "wav",
  "audio/pcm": "pcm",
};

/** What the API sends as `pcm`. */
const RATE = 24_000;
const HEADER = 44;

/** The ending of its name: engines that know one format send that, whatever was asked for. */
export function extensionOf(type: string, asked: string): string {
  return EXTENSIONS[plain(type)] ?? (asked || "bin");
}

/** The sound as browsers play it. Bare samples get a header that says what they are. */
export function playable(bytes: Uint8Array<ArrayBuffer>, type: string): Blob {
  const bare = plain(type) === "audio/pcm";
  // What goes by its codec's name alone comes in this container.
  const known = plain(type) === "audio/opus" ? "audio/ogg" : plain(type);
  return bare ? new Blob([header(bytes.length), bytes], { type: "audio/wav" }) : new Blob([bytes], { type: known });
}

function header(length: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(HEADER));
  const text = (at: number, word: string) => {
    for (const [index, letter] of [...word].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  text(0, "RIFF");
  view.setUint32(4, length + HEADER - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, length, true);
  return view.buffer;
}

function plain(type: string): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}
