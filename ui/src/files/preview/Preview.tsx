import { lazy, Suspense, useState } from "react";
import type { FileRow } from "../../api/types";
import { Skeleton } from "../../parts/Loading";
import { Choices } from "../../requests/detail/bodies/Choices";
import { strings } from "../../strings";
import { HexPreview, TextPreview, TreePreview } from "./Head";
import { Media } from "./Media";
import { shownType } from "./safe";
import { isJson } from "./text";

const words = strings.files.preview;

// As large as the rest of the window, and few files need it.
const Pdf = lazy(() => import("./Pdf"));

type View = keyof typeof words.views;

/** What is in a file: as what it is, and as its bytes. */
export function Preview({ file }: { file: FileRow }) {
  const views = viewsOf(file);
  const [wanted, setWanted] = useState<View | null>(null);
  const view = views.find((each) => each === wanted) ?? views[0] ?? "hex";
  return (
    <section aria-label={words.title} className="flex flex-col gap-2">
      <div className="flex h-7 items-center justify-between">
        <h3 className="font-semibold">{words.title}</h3>
        {views.length > 1 && (
          <Choices
            label={words.view}
            options={views.map((value) => ({ value, label: words.views[value] }))}
            value={view}
            onChange={setWanted}
          />
        )}
      </div>
      {file.bytes === 0 ? <p className="text-subtle">{words.empty}</p> : <Shown view={view} file={file} />}
    </section>
  );
}

function Shown({ view, file }: { view: View; file: FileRow }) {
  switch (view) {
    case "image":
    case "audio":
    case "video":
      return <Media file={file} as={view} />;
    case "pdf":
      return (
        <Suspense fallback={<Skeleton rows={4} />}>
          <Pdf key={file.id} file={file} />
        </Suspense>
      );
    case "tree":
      return <TreePreview file={file} />;
    case "text":
      return <TextPreview file={file} />;
    default:
      return <HexPreview file={file} />;
  }
}

/** The ways to see it, the best one first. */
export function viewsOf(file: Pick<FileRow, "kind" | "media_type" | "filename">): View[] {
  const { kind } = file;
  if (kind === "text") return isJson(file) ? ["tree", "text", "hex"] : ["text", "hex"];
  if (kind === "pdf") return ["pdf", "hex"];
  if (shownType(file) === null) return ["hex"];
  return kind === "image" || kind === "audio" || kind === "video" ? [kind, "hex"] : ["hex"];
}
