import { Link } from "@tanstack/react-router";
import { Paperclip, X } from "lucide-react";
import { IconButton } from "../parts/Button";
import { strings } from "../strings";
import type { AttachedFile } from "./draft";

const words = strings.playground.attach;

/** The files that a message names. */
export function AttachedFiles(props: { files: readonly AttachedFile[]; onChange: (files: AttachedFile[]) => void }) {
  const { files, onChange } = props;
  if (files.length === 0) return null;
  return (
    <ul className="mx-1.5 mt-1 flex flex-wrap gap-1.5">
      {files.map(({ id, filename }) => (
        <li
          key={id}
          className="flex h-7 max-w-full items-center gap-1.5 rounded-control border border-line bg-canvas pl-2"
        >
          <Paperclip size={12} aria-hidden className="shrink-0 text-subtlest" />
          <Link to="/files" search={{ id }} title={id} className="min-w-0 truncate hover:underline">
            {filename}
          </Link>
          <IconButton
            label={words.remove(filename)}
            onClick={() => onChange(files.filter((file) => file.id !== id))}
            className="!size-6"
          >
            <X size={12} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
