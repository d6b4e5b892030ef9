import { Circle, CircleDot } from "lucide-react";
import { Button } from "../parts/Button";
import { strings } from "../strings";

const words = strings.requests;

/** Do new rows come in on top, or wait? */
export function FollowButton({ following, onToggle }: { following: boolean; onToggle: () => void }) {
  const Icon = following ? CircleDot : Circle;
  return (
    <Button aria-pressed={following} title={words.followHint} onClick={onToggle}>
      <Icon size={13} aria-hidden className={following ? "text-accent" : ""} />
      {following ? words.following : words.follow}
    </Button>
  );
}
