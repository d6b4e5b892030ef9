import { memo } from "react";
import { strings } from "../strings";
import { marked, type Row } from "./rows";

const words = strings.settings;

/** A setting: its name, what it does, when that counts, and the control. */
export const RowView = memo(function RowView({ row, typed }: { row: Row; typed: string }) {
  const { id, title, text, applies, brief, Control } = row;
  const titleId = `setting-${id}`;
  return (
    <div
      className={`grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line-subtle last:border-b-0 ${brief ? "py-1" : "py-3"}`}
    >
      <div className={`flex min-w-0 ${brief ? "items-baseline gap-2.5" : "flex-col gap-0.5"}`}>
        <span id={titleId} className={brief ? "" : "font-medium"}>
          <Marked text={title} typed={typed} />
        </span>
        <span id={`${titleId}-text`} className="text-meta text-subtle">
          {text && (
            <>
              <Marked text={text} typed={typed} />{" "}
            </>
          )}
          {applies && <span className="whitespace-nowrap text-subtlest">{words.applies[applies]}</span>}
        </span>
      </div>
      <Control title={title} labelledBy={titleId} describedBy={`${titleId}-text`} />
    </div>
  );
});

/** Text with what was searched for marked in it. */
export function Marked({ text, typed }: { text: string; typed: string }) {
  return marked(text, typed).map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <mark key={index} className="rounded-[2px] bg-accent-soft text-accent">
        {piece}
      </mark>
    ),
  );
}
