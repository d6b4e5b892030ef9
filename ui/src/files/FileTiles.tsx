import { bytes } from "../format/numbers";
import { strings } from "../strings";
import { FileMenu } from "./FileMenu";
import type { FilesProps } from "./FileTable";
import { Thumbnail } from "./Thumbnail";

const words = strings.files;

/** The files as tiles: pictures show themselves. */
export function FileTiles({ files, openId, markedId, onMark, onAct }: FilesProps) {
  return (
    <ul aria-label={words.list} className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-3 pt-1 pb-1">
      {files.map((file) => (
        <li
          key={file.id}
          data-file-id={file.id}
          aria-current={file.id === markedId || undefined}
          className={`relative flex scroll-my-3 flex-col overflow-hidden rounded-card border hover:bg-hover ${file.id === openId ? "border-accent bg-accent-soft" : file.id === markedId ? "border-line-input" : "border-line-subtle"}`}
        >
          <button
            type="button"
            title={file.filename}
            onClick={() => {
              onMark(file.id);
              onAct(file, "open");
            }}
            className="flex flex-col rounded-card text-left focus-visible:-outline-offset-2"
          >
            <Thumbnail file={file} />
            <span className="w-full truncate px-2.5 pt-2 pr-9 font-medium">{file.filename}</span>
            <span className="w-full truncate px-2.5 pb-2 pr-9 text-meta text-subtlest tabular-nums">
              {words.oneOf[file.kind]} · {bytes(file.bytes)}
            </span>
          </button>
          <div className="absolute right-1 bottom-2.5">
            <FileMenu file={file} onAct={(action) => onAct(file, action)} />
          </div>
        </li>
      ))}
    </ul>
  );
}
