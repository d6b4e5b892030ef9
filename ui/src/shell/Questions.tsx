import { useEffect, useState } from "react";
import { answerClose, type Question, quit, takeQuestions } from "../host/questions";
import { aboutSystem } from "../host/system";
import { Button } from "../parts/Button";
import { Dialog, DialogActions } from "../parts/Dialog";
import { strings } from "../strings";

/** What the app has to ask about its own end, and what it has to tell about its start. In a browser there is nothing. */
export function Questions() {
  const [question, setQuestion] = useState<Question>();
  const [saferNow, setSaferNow] = useState(false);
  useEffect(() => takeQuestions(setQuestion), []);
  useEffect(() => {
    void aboutSystem().then((system) => setSaferNow(system?.safer_now ?? false));
  }, []);
  const done = () => setQuestion(undefined);
  if (saferNow && !question) return <SaferNow onDone={() => setSaferNow(false)} />;
  switch (question?.ask) {
    case "close":
      return <CloseSheet tray={question.tray} onDone={done} />;
    case "quit":
      return <QuitDialog inFlight={question.in_flight} onDone={done} />;
    default:
      return null;
  }
}

function SaferNow({ onDone }: { onDone: () => void }) {
  return (
    <Dialog title={strings.host.saferNow.title} text={strings.host.saferNow.text} onClose={onDone}>
      <DialogActions>
        <Button look="primary" onClick={onDone} data-testid="safer-now">
          {strings.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function CloseSheet({ tray, onDone }: { tray: boolean; onDone: () => void }) {
  const words = strings.host.close;
  const answer = (means: Parameters<typeof answerClose>[0]) => {
    onDone();
    answerClose(means);
  };
  return (
    <Dialog title={words.title} text={words.text} onClose={() => answer(null)}>
      <p className="text-subtle" data-testid="close-way-back">
        {tray ? words.tray : words.noTray} {words.again}
      </p>
      <DialogActions>
        <Button onClick={() => answer("quit")} data-testid="close-quit">
          {words.quit}
        </Button>
        <Button look="primary" onClick={() => answer("background")} data-testid="close-background">
          {words.background}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function QuitDialog({ inFlight, onDone }: { inFlight: number; onDone: () => void }) {
  const words = strings.host.quit;
  const [waiting, setWaiting] = useState(false);
  const cancel = () => {
    onDone();
    quit("cancel");
  };
  const wait = () => {
    setWaiting(true);
    quit("wait");
  };
  return (
    <Dialog title={words.title} text={waiting ? words.waiting : words.inFlight(inFlight)} onClose={cancel}>
      {!waiting && <p className="text-subtle">{words.text}</p>}
      <DialogActions>
        <Button onClick={cancel} data-testid="quit-cancel">
          {strings.cancel}
        </Button>
        <Button onClick={() => quit("now")} data-testid="quit-now">
          {words.now}
        </Button>
        {!waiting && (
          <Button look="primary" onClick={wait} data-testid="quit-wait">
            {words.wait}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
