import type { FileStorage } from "../api/types";
import { bytes, count } from "../format/numbers";
import { strings } from "../strings";

const words = strings.files.storage;

const LOOKS = {
  fine: { bar: "bg-success", text: "text-subtle" },
  nearly: { bar: "bg-warning", text: "text-warning" },
  full: { bar: "bg-danger", text: "text-danger" },
};

/** How much of the plan's storage is taken. */
export function StorageBar({ storage: { files, used_bytes: used, limit_bytes: limit } }: { storage: FileStorage }) {
  const share = limit === 0 ? 1 : Math.min(1, used / limit);
  const fill = share >= 1 ? "full" : share >= 0.8 ? "nearly" : "fine";
  return (
    <span
      title={words.exact(count(used), count(limit), count(files))}
      className="flex min-w-0 items-center gap-2.5 text-meta tabular-nums"
      data-testid="storage"
    >
      <span aria-hidden className="h-1.5 w-24 shrink-0 overflow-hidden rounded-full bg-active">
        <span
          className={`block h-full ${used > 0 ? "min-w-0.5" : ""} ${LOOKS[fill].bar}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span className={`truncate ${LOOKS[fill].text}`}>
        {words.of(bytes(used), bytes(limit))}
        {fill !== "fine" && ` · ${words[fill]}`}
      </span>
    </span>
  );
}
