import { getDocument, type PDFDocumentProxy, PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";
import Reader from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker";

export type Pages = PDFDocumentProxy;

/** Pixels of one picture in it; a larger one is left out. */
const LARGEST_PICTURE = 64_000_000;
/** Pixels of a page as it is drawn. */
const LARGEST_PAGE = 8_000_000;

/** Reads a PDF in a worker of its own, which ends with `close`, whatever the file keeps it busy with. Its scripts are never run. */
export function readPdf(bytes: ArrayBuffer): { pages: Promise<Pages>; close(): void } {
  const port = new Reader();
  const worker = PDFWorker.create({ port });
  const task = getDocument({
    data: bytes,
    worker,
    enableXfa: false,
    isEvalSupported: false,
    useWasm: false,
    maxImageSize: LARGEST_PICTURE,
    verbosity: 0,
  });
  return {
    pages: task.promise,
    close() {
      void task.destroy();
      worker.destroy();
      port.terminate();
    },
  };
}

/** Draws a page `width` px wide. */
export function drawPage(pages: Pages, n: number, canvas: HTMLCanvasElement, width: number) {
  let stop = () => {};
  let stopped = false;
  async function draw() {
    const page = await pages.getPage(n);
    const whole = page.getViewport({ scale: 1 });
    const sharp = (width * window.devicePixelRatio) / whole.width;
    const scale = Math.min(sharp, Math.sqrt(LARGEST_PAGE / (whole.width * whole.height)));
    const viewport = page.getViewport({ scale });
    if (stopped) return;
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    const task = page.render({ canvas, viewport });
    stop = () => task.cancel();
    await task.promise;
  }
  return {
    drawn: draw().catch((error: unknown) => {
      if (!stopped) throw error;
    }),
    stop() {
      stopped = true;
      stop();
    },
  };
}
