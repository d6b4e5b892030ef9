import type { RequestRow } from "../../api/types";
import { Glyph } from "../../parts/Glyph";
import { lookOf, titleOf } from "../Status";

/** `● 200 OK` with few elements, since a list draws many; `short` leaves the word to those who hear the page. */
export function StatusCell({ row, short }: { row: RequestRow; short: boolean }) {
  const look = lookOf(row);
  const { shape, tone, code, word } = look;
  const shown = code ?? (short && row.status > 0 && row.state !== "running" ? String(row.status) : null);
  return (
    <span className={`font-medium ${tone}`} title={titleOf(look)}>
      <Glyph shape={shape} className="mr-1.5 inline align-[-1px]" />
      {shown}
      {shown ? <span className={short ? "sr-only" : "font-normal text-meta"}> {word}</span> : word}
    </span>
  );
}
