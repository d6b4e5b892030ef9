import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { remember, remembered } from "../host/remembered";
import { Choice } from "../parts/Choice";
import { strings } from "../strings";

const words = strings.overview.refresh;
const SLOT = "overview-refresh";
const OFF = 0;
const SECONDS = [OFF, 5, 10, 30, 60] as const;
const USUAL = 60;
const SHOWN = ["overview", "log", "providers", "status"];

/** How often the figures are fetched even when no request tells of itself: time itself moves on. */
export function RefreshChoice() {
  const cache = useQueryClient();
  const [seconds, setSeconds] = useState<number>(
    () => SECONDS.find((each) => String(each) === remembered(SLOT)) ?? USUAL,
  );
  useEffect(() => {
    if (seconds === OFF) return;
    const turn = setInterval(() => {
      for (const shown of SHOWN) void cache.invalidateQueries({ queryKey: [shown] }, { cancelRefetch: false });
    }, seconds * 1_000);
    return () => clearInterval(turn);
  }, [cache, seconds]);
  function choose(next: number) {
    setSeconds(next);
    remember(SLOT, String(next));
  }
  return (
    <Choice
      label={words.label}
      className="!border-line !text-subtle"
      value={seconds}
      onChange={choose}
      options={SECONDS.map((each) => ({ value: each as number, label: each === OFF ? words.off : words.every(each) }))}
    />
  );
}
