import type { PortTaken as Taken } from "../host/connection";
import { Button } from "../parts/Button";
import { strings } from "../strings";
import { Mark } from "./Mark";

const words = strings.host.taken;

/** Instead of every screen, while another program has the port. Moving elsewhere is for the user to say. */
export function PortTaken(props: { taken: Taken; onRetry: () => void; onMove: (to: string, keep: boolean) => void }) {
  const { taken, onRetry, onMove } = props;
  const free = taken.next_free;
  return (
    <main className="grid h-full place-items-center bg-canvas p-5">
      <section
        aria-labelledby="port-taken"
        data-testid="port-taken"
        className="flex w-[32.5rem] max-w-full flex-col gap-3 rounded-card border border-line bg-surface p-5"
      >
        <h1 id="port-taken" className="flex items-center gap-2.5 font-semibold text-section">
          <Mark />
          {words.title(portOf(taken.address))}
        </h1>
        <p>{taken.turnpike ? words.turnpike(taken.address) : words.by(taken.address, holder(taken))}</p>
        <p className="text-subtle">{taken.fixed ? words.fixed : words.why}</p>
        {free === null && <p className="text-subtle">{words.noneFree}</p>}
        <div className="mt-1 flex flex-wrap justify-end gap-2">
          <Button look={free === null ? "primary" : "plain"} onClick={onRetry} data-testid="port-retry">
            {words.retry}
          </Button>
          {free !== null && (
            <Button
              look={taken.fixed ? "primary" : "plain"}
              onClick={() => onMove(free, false)}
              data-testid="port-just-now"
            >
              {words.justNow}
            </Button>
          )}
          {free !== null && !taken.fixed && (
            <Button look="primary" onClick={() => onMove(free, true)} data-testid="port-from-now-on">
              {words.fromNowOn(portOf(free))}
            </Button>
          )}
        </div>
      </section>
    </main>
  );
}

function holder({ process, pid }: Taken): string {
  return process === null || pid === null ? words.someone : words.process(process, pid);
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(":") + 1);
}
