/** What a sound is called, and the one form that everything plays. */

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

/** Of what the API sends as `pcm`. */
const RATE = 24_000;
/** What models listen at: more of it they would not hear. */
const HEARD_RATE = 16_000;
const HEADER = 44;

/** The ending of its name: engines that know one format send that, whatever was asked for. */
export function extensionOf(type: string, asked: string): string {
  return EXTENSIONS[plain(type)] ?? (asked || "bin");
}

/** The sound as browsers play it. Bare samples get a header that says what they are. */
export function playable(bytes: Uint8Array<ArrayBuffer>, type: string): Blob {
  if (plain(type) === "audio/pcm") return wav(bytes, RATE);
  // What goes by its codec's name alone comes in this container.
  return new Blob([bytes], { type: plain(type) === "audio/opus" ? "audio/ogg" : plain(type) });
}

/** A recording in samples, which say how long they are; recorders leave that out. Null where the window can not read it. */
export async function asWav(recording: Blob): Promise<Blob | null> {
  if (typeof OfflineAudioContext === "undefined") return null;
  try {
    const decoded = await new OfflineAudioContext(1, 1, HEARD_RATE).decodeAudioData(await recording.arrayBuffer());
    return wav(samplesOf(decoded.getChannelData(0)), HEARD_RATE);
  } catch {
    return null;
  }
}

/** As 16 bits, little endian. */
export function samplesOf(sound: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(sound.length * 2));
  for (const [at, value] of sound.entries()) view.setInt16(at * 2, Math.max(-1, Math.min(1, value)) * 0x7fff, true);
  return new Uint8Array(view.buffer);
}

function wav(samples: Uint8Array<ArrayBuffer>, rate: number): Blob {
  return new Blob([header(samples.length, rate), samples], { type: "audio/wav" });
}

function header(length: number, rate: number): ArrayBuffer {
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
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, length, true);
  return view.buffer;
}

function plain(type: string): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}
