import { useCallback, useEffect, useRef, useState } from "react";
import { strings } from "../../strings";
import { asWav } from "../sound/sound";

const words = strings.playground.transcription;

const TICK_MS = 100;

/** What a microphone gives, in the order of choice. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const ENDINGS: Record<string, string | undefined> = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };

/** Pages of plain HTTP from another computer have no microphone. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined" && navigator.mediaDevices?.getUserMedia !== undefined;
}

/** Records from the microphone into a file. `seconds` so far; null while it does not. */
export function useRecorder(onRecorded: (file: File) => void, onProblem: (why: string) => void) {
  const recorder = useRef<MediaRecorder | null>(null);
  const left = useRef(false);
  const [seconds, setSeconds] = useState<number | null>(null);
  const recording = seconds !== null;
  const stop = useCallback(() => {
    if (recorder.current?.state === "recording") recorder.current.stop();
  }, []);

  useEffect(() => {
    if (!recording) return;
    const began = performance.now();
    const ticking = setInterval(() => setSeconds((performance.now() - began) / 1_000), TICK_MS);
    return () => clearInterval(ticking);
  }, [recording]);
  // Who leaves the panel is not listened to any longer; what was said so far is kept.
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
      stop();
    };
  }, [stop]);

  async function start() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      // Who was asked for the microphone may have gone meanwhile, or asked twice.
      if (left.current || recorder.current) return release(stream);
      const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
      const own = new MediaRecorder(stream, type ? { mimeType: type } : {});
      const pieces: Blob[] = [];
      own.ondataavailable = ({ data }) => data.size > 0 && pieces.push(data);
      own.onstop = () => {
        release(stream);
        recorder.current = null;
        setSeconds(null);
        if (pieces.length > 0) void fileOf(pieces, own.mimeType).then(onRecorded);
      };
      own.start();
      recorder.current = own;
      setSeconds(0);
    } catch (error) {
      onProblem(reason(error));
    }
  }
  return { seconds, start, stop };
}

async function fileOf(pieces: readonly Blob[], type: string): Promise<File> {
  const [plain = ""] = type.split(";");
  const recording = new Blob([...pieces], { type: plain });
  const wav = await asWav(recording);
  const ending = wav ? "wav" : (ENDINGS[plain] ?? "webm");
  return new File([wav ?? recording], `${words.recordingName}.${ending}`, { type: (wav ?? recording).type });
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function reason(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError") return words.refused;
  // WebKit finds fault with the wish where there is nothing that could fulfil it.
  if (name === "NotFoundError" || name === "OverconstrainedError") return words.notFound;
  return words.failed(error instanceof Error ? error.message : String(error));
}
