import { RotateCcw, X } from "lucide-react";
import { bytes } from "../format/numbers";
import { IconButton } from "../parts/Button";
import { Glyph } from "../parts/Glyph";
import { strings } from "../strings";
import type { Upload } from "./uploads";

const words = strings.files.uploads;

/** What is being uploaded, how far it is, and why it failed. */
export function UploadList(props: {
  uploads: readonly Upload[];
  onCancel: (id: number) => void;
  onRetry: (id: number) => void;
}) {
  if (props.uploads.length === 0) return null;
  return (
    <ul
      aria-label={words.label}
      className="max-h-44 shrink-0 overflow-y-auto rounded-card border border-line-subtle bg-canvas py-1"
    >
      {props.uploads.map((upload) => (
        <li key={upload.id} className="flex min-h-8 items-center gap-3 px-3 py-0.5">
          <span className="w-56 min-w-0 shrink truncate" title={upload.name}>
            {upload.name}
          </span>
          <Progress upload={upload} />
          {upload.state === "failed" && (
            <IconButton label={words.retry(upload.name)} onClick={() => props.onRetry(upload.id)}>
              <RotateCcw size={14} aria-hidden />
            </IconButton>
          )}
          <IconButton
            label={upload.state === "failed" ? words.dismiss(upload.name) : words.cancel(upload.name)}
            onClick={() => props.onCancel(upload.id)}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

function Progress({ upload: { name, state, sent, bytes: size, error } }: { upload: Upload }) {
  if (state === "failed") {
    return (
      <span role="alert" className="flex min-w-0 flex-1 items-center gap-1.5 text-danger">
        <Glyph shape="cross" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{error}</span>
      </span>
    );
  }
  const share = size === 0 ? 0 : sent / size;
  const whole = state === "sending" && sent >= size;
  return (
    <>
      <span
        role="progressbar"
        aria-label={name}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-active"
      >
        <span className="block h-full bg-accent-fill" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="w-40 shrink-0 text-right text-meta text-subtle tabular-nums">
        {state === "waiting" ? words.waiting : whole ? words.keeping : words.sent(bytes(sent), bytes(size))}
      </span>
    </>
  );
}
