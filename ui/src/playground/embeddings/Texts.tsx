import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../../parts/Button";
import { strings } from "../../strings";
import type { Bench } from "../bench/bench";
import { GrowingText } from "../GrowingText";
import { type EmbeddingsDraft, MOST_TEXTS } from "./trade";

const words = strings.playground.embeddings;

/** The texts that are compared. */
export function Texts({ bench, texts }: { bench: Bench<EmbeddingsDraft>; texts: EmbeddingsDraft["texts"] }) {
  const set = (at: number, text: string) => bench.edit({ texts: texts.with(at, text) });
  const full = texts.length >= MOST_TEXTS;
  return (
    <>
      <ol className="flex flex-col gap-1.5">
        {texts.map((text, at) => (
          <li key={at} className="flex items-start gap-1.5">
            <span className="num mt-1.5 w-4 shrink-0 text-meta text-subtle" aria-hidden>
              {at + 1}
            </span>
            <GrowingText
              data-asked={at === 0 || undefined}
              aria-label={words.text(at + 1)}
              placeholder={words.write}
              most={140}
              value={text}
              onChange={(event) => set(at, event.target.value)}
            />
            {texts.length > 1 && (
              <IconButton
                label={words.remove(at + 1)}
                className="mt-0.5"
                onClick={() => bench.edit({ texts: texts.toSpliced(at, 1) })}
              >
                <X size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ol>
      {full ? (
        <p className="text-meta text-subtle">{words.most(MOST_TEXTS)}</p>
      ) : (
        <Button look="quiet" className="self-start" onClick={() => bench.edit({ texts: [...texts, ""] })}>
          <Plus size={14} aria-hidden />
          {words.add}
        </Button>
      )}
    </>
  );
}
