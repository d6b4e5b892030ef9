/** How loud a sound is along its length. */
export interface Waveform {
  /** From 0 to 1, each the loudest of its part. */
  peaks: readonly number[];
  seconds: number;
}

/** Enough for bars that can still be told apart. */
const PARTS = 160;

/** Null where the window does not know the format. */
export async function waveformOf(sound: Blob): Promise<Waveform | null> {
  if (typeof OfflineAudioContext === "undefined") return null;
  try {
    const decoded = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(await sound.arrayBuffer());
    return { peaks: peaksOf(decoded.getChannelData(0), PARTS), seconds: decoded.duration };
  } catch {
    return null;
  }
}

export function peaksOf(samples: Float32Array, parts: number): number[] {
  const loudest = Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * samples.length) / parts);
    const to = Math.floor(((part + 1) * samples.length) / parts);
    let peak = 0;
    for (let at = from; at < to; at += 1) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const most = Math.max(...loudest);
  return most === 0 ? loudest : loudest.map((peak) => peak / most);
}

/** `0:02.2`, `12:05.0`, `1:02:05.0`: a place in a sound. */
export function place(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60];
  const rest = `${String(Math.floor(tenths / 10) % 60).padStart(2, "0")}.${tenths % 10}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
