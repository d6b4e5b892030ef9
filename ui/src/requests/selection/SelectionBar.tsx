import { Columns2, Pin, Trash2, X } from "lucide-react";
import type { RequestRow } from "../../api/types";
import { count } from "../../format/numbers";
import { Button, IconButton } from "../../parts/Button";
import { strings } from "../../strings";
import { ExportMenu } from "../ExportMenu";
import { FORMATS, type Format } from "../useExport";

const words = strings.requests.selection;

/** What can be done with the chosen rows, in the place of the quick filters. */
export function SelectionBar(props: {
  rows: readonly RequestRow[];
  everyLoaded: boolean;
  onCompare: (ids: [string, string]) => void;
  onPin: (rows: readonly RequestRow[]) => void;
  onDelete: (rows: readonly RequestRow[]) => void;
  onExport: (format: Format) => void;
  onClear: () => void;
}) {
  const { rows } = props;
  const [one, other] = rows;
  const pinned = rows.every((row) => row.pinned);
  return (
    <fieldset aria-label={words.label} className="flex h-7 min-w-0 items-center gap-1.5">
      <span role="status" className="mr-1.5 whitespace-nowrap font-medium tabular-nums">
        {words.count(rows.length, count(rows.length))}
        {props.everyLoaded && <span className="font-normal text-subtle"> ({words.loaded})</span>}
      </span>
      <Button
        disabled={rows.length !== 2}
        title={words.compareHint}
        onClick={() => one && other && props.onCompare([other.id, one.id])}
      >
        <Columns2 size={13} aria-hidden />
        {words.compare}
      </Button>
      <Button onClick={() => props.onPin(rows)}>
        <Pin size={13} aria-hidden />
        {pinned ? words.unpin : words.pin}
      </Button>
      <ExportMenu formats={FORMATS} onExport={props.onExport} />
      <Button onClick={() => props.onDelete(rows)}>
        <Trash2 size={13} aria-hidden />
        {words.remove}
      </Button>
      <IconButton label={words.clear} onClick={props.onClear}>
        <X size={14} aria-hidden />
      </IconButton>
    </fieldset>
  );
}
