import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { UNKNOWN } from "../../format/numbers";
import { IconButton } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { Bars } from "./Bars";
import { place, type Waveform, waveformOf } from "./waveform";

const words = strings.playground.sound;

interface Props {
  label: string;
  sound: Blob;
  /** A place to play from now, a new object each time. */
  from?: { seconds: number } | null;
}

/** A sound to listen to. */
export function Player(props: Props) {
  const url = useUrl(props.sound);
  // Another sound begins anew.
  return url && <Playing key={url} url={url} {...props} />;
}

function Playing({ label, sound, from, url }: Props & { url: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  const waveform = useWaveform(sound);
  const [playing, setPlaying] = useState(false);
  const [broken, setBroken] = useState(false);
  const [reported, setReported] = useState(Number.NaN);
  const at = usePlace(audio, playing);
  // Recordings do not say how long they are.
  const length = waveform?.seconds ?? (Number.isFinite(reported) ? reported : 0);

  useEffect(() => {
    if (!from || !audio.current) return;
    audio.current.currentTime = from.seconds;
    void audio.current.play().catch(() => undefined);
  }, [from]);

  if (broken) return <Notice tone="warning">{words.unplayable(sound.type)}</Notice>;
  return (
    <div className="flex max-w-3xl items-center gap-2.5 rounded-card border border-line-subtle py-1.5 pr-3 pl-1.5">
      {/* biome-ignore lint/a11y/useMediaCaption: what is said is written beside it */}
      <audio
        ref={audio}
        src={url}
        preload="auto"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onLoadedMetadata={({ currentTarget }) => setReported(currentTarget.duration)}
        onError={() => setBroken(true)}
      />
      <IconButton
        label={playing ? words.pause(label) : words.play(label)}
        onClick={() => (playing ? audio.current?.pause() : void audio.current?.play().catch(() => setBroken(true)))}
      >
        {playing ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
      </IconButton>
      <div className="relative h-10 min-w-0 flex-1 rounded-control outline-focus has-focus-visible:outline-2">
        <Bars peaks={waveform?.peaks ?? null} played={length > 0 ? at.seconds / length : 0} />
        <input
          type="range"
          aria-label={words.place(label)}
          aria-valuetext={words.at(place(at.seconds), place(length))}
          min={0}
          max={length || 1}
          step={0.1}
          value={Math.min(at.seconds, length)}
          onChange={(event) => {
            if (audio.current) audio.current.currentTime = Number(event.target.value);
            at.read();
          }}
          className="absolute inset-0 m-0 h-full w-full cursor-pointer opacity-0"
        />
      </div>
      <span className="num shrink-0 text-meta text-subtle">
        {place(at.seconds)} / {length > 0 ? place(length) : UNKNOWN}
      </span>
    </div>
  );
}

function useUrl(sound: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(sound);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [sound]);
  return url;
}

function useWaveform(sound: Blob): Waveform | null {
  const [known, setKnown] = useState<{ sound: Blob; waveform: Waveform | null } | null>(null);
  useEffect(() => {
    let left = false;
    void waveformOf(sound).then((waveform) => !left && setKnown({ sound, waveform }));
    return () => {
      left = true;
    };
  }, [sound]);
  return known?.sound === sound ? known.waveform : null;
}

/** Where the sound is, read with each frame while it plays: the element itself tells it four times a second. */
function usePlace(audio: React.RefObject<HTMLAudioElement | null>, playing: boolean) {
  const [seconds, setSeconds] = useState(0);
  const read = () => setSeconds(audio.current?.currentTime ?? 0);
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      setSeconds(audio.current?.currentTime ?? 0);
      if (playing) frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [audio, playing]);
  return { seconds, read };
}
