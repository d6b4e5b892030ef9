import { bytes } from "../../format/numbers";
import { CopyIcon } from "../../parts/CopyButton";
import { strings } from "../../strings";
import type { Drawn } from "./drawn";
import type { Sides } from "./mask";
import type { Picture } from "./usePicture";

const words = strings.playground.images;

/** What is known of an image. */
export function Facts(props: {
  sides: Sides | "broken" | null;
  blob: Blob | null;
  seed: string | null;
  spent: string | null;
}) {
  const { sides, blob, seed, spent } = props;
  const facts = [
    sides && sides !== "broken" && words.sides(sides.width, sides.height),
    blob && `${blob.type.replace("image/", "").toUpperCase()} ${bytes(blob.size)}`,
    seed && words.seedOf(seed),
    spent,
  ];
  return (
    <p className="flex flex-wrap gap-x-2.5 text-meta text-subtle tabular-nums">
      {facts.filter(Boolean).map((fact) => (
        <span key={String(fact)}>{fact}</span>
      ))}
    </p>
  );
}

/** Why there is nothing to look at. */
export function Missing({ drawn: { url }, picture }: { drawn: Drawn; picture: Picture }) {
  const { elsewhere, error, blob } = picture;
  return (
    <div className="flex min-h-32 flex-col justify-center gap-2 bg-canvas p-3 text-meta text-subtle">
      <p>
        {error ? words.unfetched(error.message) : elsewhere ? words.elsewhere : blob ? words.broken : words.fetching}
      </p>
      {url !== null && (
        <p className="flex items-center gap-1">
          <code className="min-w-0 truncate font-mono" title={url}>
            {url}
          </code>
          <CopyIcon text={url} what={words.address} />
        </p>
      )}
    </div>
  );
}
