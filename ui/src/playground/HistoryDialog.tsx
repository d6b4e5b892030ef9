import { count, credits } from "../format/numbers";
import { ago, exactTime, useNow } from "../format/time";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { Glyph } from "../parts/Glyph";
import { strings } from "../strings";
import type { SavedRun } from "./saved";
import type { Session } from "./session";

const words = strings.playground.historyDialog;
const { gone, figures } = strings.playground;

/** What was run here before; each can be gone back to, with its answers. */
export function HistoryDialog(props: { session: Session; runs: readonly SavedRun[]; onClose: () => void }) {
  const { session, runs, onClose } = props;
  return (
    <Dialog title={words.title} text={words.text} onClose={onClose}>
      {runs.length === 0 ? (
        <p className="text-subtle">{words.none}</p>
      ) : (
        <>
          <ul aria-label={words.title} className="flex flex-col">
            {runs.map((run) => (
              <li key={run.id}>
                <button
                  type="button"
                  title={words.restore}
                  onClick={() => {
                    session.restore(run, gone.run);
                    onClose();
                  }}
                  className="flex w-full flex-col gap-0.5 rounded-control px-2 py-2 text-left hover:bg-active"
                >
                  <Run run={run} />
                </button>
              </li>
            ))}
          </ul>
          <DialogActions>
            <Button onClick={() => session.clearHistory(gone.history)}>{words.clear}</Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}

function Run({ run }: { run: SavedRun }) {
  const now = useNow();
  const outcomes = Object.values(run.outcomes);
  const asked = run.draft.turns.findLast((turn) => turn.role === "user" && turn.text !== "")?.text;
  const failed = outcomes.some(({ phase }) => phase === "failed");
  return (
    <>
      <span className="flex w-full items-center gap-3">
        <span className="min-w-0 flex-1 truncate">{asked ?? words.empty}</span>
        <span className="num shrink-0 text-meta text-subtle" title={exactTime(run.at)}>
          {ago(run.at, now)}
        </span>
      </span>
      <span className="flex w-full items-center gap-2 text-meta text-subtle">
        <Glyph shape={failed ? "cross" : "dot"} className={failed ? "text-danger" : "text-success"} />
        <span className="sr-only">{strings.playground.phases[failed ? "failed" : "done"]}</span>
        <span className="min-w-0 flex-1 truncate font-mono">
          {run.draft.columns
            .filter(({ id }) => id in run.outcomes)
            .map(({ model }) => model)
            .join(", ")}
        </span>
        {run.withoutPictures && <span className="shrink-0">{words.withoutPictures}</span>}
        <span className="num shrink-0">{spent(outcomes)}</span>
      </span>
    </>
  );
}

/** The sum of what is known; nothing where a price is not. */
function spent(outcomes: readonly SavedRun["outcomes"][string][]): string {
  const known = outcomes.map((outcome) => outcome.credits).filter((each) => typeof each === "string");
  if (known.length === 0) return outcomes.some((each) => each.credits === null) ? strings.credits.unpriced : "";
  const sum = known.reduce((total, each) => total + Number(each), 0);
  return (
    figures.credits(credits(String(sum))) +
    (known.length < outcomes.length ? ` + ${count(outcomes.length - known.length)} ${strings.credits.unpriced}` : "")
  );
}
