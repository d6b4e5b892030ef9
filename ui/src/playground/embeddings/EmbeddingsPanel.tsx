import { useMemo } from "react";
import { useGateway } from "../../api/gateway";
import type { Reply } from "../../api/reply";
import { count } from "../../format/numbers";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import { BenchPanel } from "../bench/BenchPanel";
import { type Run, useBench } from "../bench/bench";
import { SaveActions } from "../bench/SaveActions";
import { Examples } from "../Examples";
import { Figure } from "../FigureRow";
import { Dimensions } from "./Dimensions";
import { HeatMap } from "./HeatMap";
import { Texts } from "./Texts";
import { EMBEDDINGS, type EmbeddingsDraft, written } from "./trade";
import { vectorsOf } from "./vectors";

const words = strings.playground.embeddings;

/** Texts, and how alike a model finds them. */
export function EmbeddingsPanel() {
  const { connection } = useGateway();
  const { bench, state } = useBench(connection, EMBEDDINGS);
  return (
    <BenchPanel
      panel="embeddings"
      trade={EMBEDDINGS}
      bench={bench}
      state={state}
      title={words.title}
      asked={<Texts bench={bench} texts={state.draft.texts} />}
      options={<Dimensions value={state.draft.dimensions} onChange={(dimensions) => bench.edit({ dimensions })} />}
      empty={(ask) => (
        <Examples
          examples={words.examples.map((texts) => texts.join(" · "))}
          onAsk={(_, at) => ask({ texts: words.examples[at] ?? [] })}
        />
      )}
      answer={(run) => <Compared run={run} />}
      figures={(reply) => <Figures reply={reply} />}
      actions={(run) => <Save run={run} />}
    />
  );
}

function Compared({ run: { draft, reply } }: { run: Run<EmbeddingsDraft> }) {
  const told = useVectors(reply);
  if (reply.phase !== "done") return null;
  if (!told) return <Notice tone="warning">{words.unreadable}</Notice>;
  return <HeatMap texts={written(draft.texts)} vectors={told.vectors} />;
}

function Figures({ reply }: { reply: Reply }) {
  const told = useVectors(reply);
  if (!told) return null;
  return (
    <>
      <Figure name="vectors">{words.shape(count(told.vectors.length), count(told.vectors[0]?.length))}</Figure>
      {told.tokens !== null && <Figure name="tokens">{words.tokens(count(told.tokens))}</Figure>}
    </>
  );
}

function Save({ run }: { run: Run<EmbeddingsDraft> }) {
  const { bytes } = run.reply;
  const content = useMemo(() => bytes && new Blob([bytes], { type: "application/json" }), [bytes]);
  return content && <SaveActions name="embeddings.json" content={content} run={run} />;
}

function useVectors({ bytes }: Reply) {
  return useMemo(() => bytes && vectorsOf(bytes), [bytes]);
}
