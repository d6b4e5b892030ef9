/** A picture out of a film: small, and made once. */

const WIDTH = 240;
const HEIGHT = 128;
/** Films often begin black. */
const PART = 0.25;
const LONGEST_WAIT_MS = 8_000;

// Each film takes a connection, memory and a thread: one after the other.
let last: Promise<unknown> = Promise.resolve();

/** A frame as a data URL, or null where there is no such film or the window can not play it. */
export function frameOf(fetchFilm: () => Promise<Blob | null>): Promise<string | null> {
  const frame = last
    .then(fetchFilm)
    .then((film) => film && read(film))
    .catch(() => null);
  last = frame;
  return frame;
}

async function read(film: Blob): Promise<string | null> {
  const video = document.createElement("video");
  const url = URL.createObjectURL(film);
  try {
    video.muted = true;
    video.preload = "auto";
    video.src = url;
    await told(video, "loadeddata");
    video.currentTime = Number.isFinite(video.duration) ? video.duration * PART : 0;
    await told(video, "seeked");
    return drawn(video);
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

function told(video: HTMLVideoElement, event: "loadeddata" | "seeked"): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no frame in time")), LONGEST_WAIT_MS);
    video.addEventListener(event, () => settled(resolve), { once: true });
    video.addEventListener("error", () => settled(() => reject(video.error)), { once: true });
    const settled = (then: () => void) => {
      clearTimeout(timer);
      then();
    };
  });
}

/** As large as it is shown on a fine screen, its edges cut as its frame needs it. */
function drawn(video: HTMLVideoElement): string | null {
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return null;
  const scale = Math.max(WIDTH / width, HEIGHT / height);
  const [wide, high] = [width * scale, height * scale];
  context.drawImage(video, (WIDTH - wide) / 2, (HEIGHT - high) / 2, wide, high);
  return canvas.toDataURL("image/jpeg", 0.8);
}
