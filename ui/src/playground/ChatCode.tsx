import { strings } from "../strings";
import { bodyOf } from "./body";
import { CodeDialog } from "./CodeDialog";
import type { Draft } from "./draft";
import { shortened } from "./pictures";

/** The conversation as code; its pictures are too long to be looked at. */
export function ChatCode({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const short = withShortPictures(draft);
  const sent = (of: Draft) => (model: string) => ({
    path: "chat/completions" as const,
    body: { model, ...bodyOf(of).body, stream: true },
  });
  return (
    <CodeDialog
      models={[...new Set(draft.columns.map(({ model }) => model))]}
      sentTo={sent(draft)}
      shownFor={sent(short)}
      note={short === draft ? undefined : strings.playground.codeDialog.pictures}
      onClose={onClose}
    />
  );
}

function withShortPictures(draft: Draft): Draft {
  if (!draft.turns.some((turn) => turn.role === "user" && turn.pictures.length > 0)) return draft;
  const turns = draft.turns.map((turn) =>
    turn.role === "user" ? { ...turn, pictures: turn.pictures.map(shortened) } : turn,
  );
  return { ...draft, turns };
}
