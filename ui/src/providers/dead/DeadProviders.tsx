import { useNow } from "../../format/time";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { strings } from "../../strings";
import type { Dead } from "./dead";

const words = strings.providers.dead;

/** Which providers serve nothing, since when, why, and what to do about each. */
export function DeadProviders({ dead, onMend }: { dead: readonly Dead[]; onMend: (one: Dead) => void }) {
  const now = useNow();
  if (dead.length === 0) return null;
  return (
    <div className="mb-3 flex flex-col gap-2" data-testid="dead">
      {dead.map((one) => (
        <Notice
          key={one.id}
          tone="danger"
          action={<Button onClick={() => onMend(one)}>{words.action[one.remedy]}</Button>}
        >
          <span className="font-medium">{words.sentence(one, now)}</span> {words.remedy[one.remedy]}
        </Notice>
      ))}
    </div>
  );
}
