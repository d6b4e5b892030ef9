import { useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useGateway } from "../../api/gateway";
import type { Reply } from "../../api/reply";
import { contentQuery } from "../../files/queries";
import { bytes as size } from "../../format/numbers";
import { duration } from "../../format/time";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { BenchPanel } from "../bench/BenchPanel";
import { type Bench, type Run, useBench } from "../bench/bench";
import { Examples } from "../Examples";
import { Figure } from "../FigureRow";
import { FurtherFields } from "../FurtherFields";
import { useFileFromRoute } from "../useFileFromRoute";
import { Asked } from "./Asked";
import { drawingsOf } from "./drawn";
import { Gallery } from "./Gallery";
import { givenOf } from "./given";
import { ImageOptions } from "./ImageOptions";
import { again, countOf, extraProblem, IMAGES, type ImagesDraft } from "./trade";

const words = strings.playground.images;

/** Images, drawn from words or made of others. */
export function ImagesPanel() {
  const { client, connection } = useGateway();
  const cache = useQueryClient();
  const { bench, state } = useBench(connection, IMAGES);
  const { draft, run, earlier } = state;
  useFileFromRoute(async ({ id, filename }) =>
    editImage(bench, new File([await cache.fetchQuery(contentQuery(client, id))], filename)),
  );
  const edit = (change: Partial<ImagesDraft>) => bench.edit(change);
  return (
    <BenchPanel
      panel="images"
      trade={IMAGES}
      bench={bench}
      state={state}
      title={words.title}
      asked={<Asked draft={draft} edit={edit} />}
      options={<ImageOptions draft={draft} edit={edit} />}
      sections={
        <FurtherFields
          value={draft.extra}
          hint={words.extraHint}
          onChange={(extra) => edit({ extra })}
          problem={extraProblem(draft.extra)}
        />
      }
      empty={(ask) =>
        draft.work === "edit" ? (
          <p className="text-subtle">{words.emptyEdit}</p>
        ) : (
          <Examples examples={words.examples} onAsk={(prompt) => ask({ prompt })} />
        )
      }
      answer={(latest) => (
        <>
          <Course run={latest} />
          <Gallery run={latest} onEdit={(picture) => void editImage(bench, picture)} />
        </>
      )}
      earlier={earlier.map((each) => (
        <Gallery
          key={each.began}
          run={each}
          onEdit={(picture) => void editImage(bench, picture)}
          onAgain={() => redraw(bench, each)}
        />
      ))}
      figures={(reply) => <Figures reply={reply} />}
      actions={() =>
        run && (
          <Button onClick={() => redraw(bench, run)}>
            <RefreshCw size={14} aria-hidden />
            {words.again}
          </Button>
        )
      }
    />
  );
}

/** How far the drawing has come, and what is odd about its end. */
function Course({ run: { draft, reply } }: { run: Run<ImagesDraft> }) {
  const drawings = drawingsOf(reply);
  const drawn = drawings?.images.length ?? 0;
  switch (reply.phase) {
    case "streaming":
      return (
        <p className="text-subtle tabular-nums">
          {draft.stream ? words.drawing(drawn, countOf(draft)) : words.coming(size(reply.received))}
        </p>
      );
    case "stopped":
      return drawn > 0 ? <p className="text-subtle">{words.stopped(drawn)}</p> : null;
    case "done":
      if (!drawings) return <Notice tone="warning">{words.unreadable}</Notice>;
      return drawn === 0 ? <p className="text-subtle">{words.none}</p> : null;
    default:
      return null;
  }
}

function Figures({ reply }: { reply: Reply }) {
  const drawn = drawingsOf(reply)?.images.length ?? 0;
  return (
    <>
      {reply.events.length > 0 && reply.firstByteMs !== null && (
        <Figure name="first image">{words.firstImage(duration(reply.firstByteMs))}</Figure>
      )}
      {drawn > 0 && <Figure name="images">{words.drawn(drawn)}</Figure>}
    </>
  );
}

function redraw(bench: Bench<ImagesDraft>, { draft }: Run<ImagesDraft>) {
  void bench.run(again(draft));
}

async function editImage(bench: Bench<ImagesDraft>, picture: File) {
  const { taken, refused } = await givenOf([picture]);
  if (refused.length > 0) return tell(words.given.not(picture.name));
  bench.edit({ work: "edit", given: taken });
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-prompt]")?.focus());
}
