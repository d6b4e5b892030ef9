import { useMemo, useState } from "react";
import { strings } from "../../../strings";
import { type Block, folded, type SideBySide, sideBySide } from "./lines";

const words = strings.requests.detail.compare;

/** Two texts side by side, line by line; what is equal is folded away until it is asked for. */
export function Difference({ left, right, label }: { left: string | null; right: string | null; label: string }) {
  const blocks = useMemo(() => (left === null || right === null ? [] : folded(sideBySide(left, right))), [left, right]);
  if (left === null || right === null) return <p className="text-subtle">{words.notKept}</p>;
  const same = left === right;
  return (
    <>
      {same && <p className="mb-2 text-subtle">{words.same}</p>}
      <table
        aria-label={label}
        className="w-full table-fixed rounded-control border border-line-subtle font-mono text-meta"
      >
        <thead className="sr-only">
          <tr>
            <th scope="col">{words.first}</th>
            <th scope="col">{words.second}</th>
          </tr>
        </thead>
        {blocks.map((block, index) => (
          <Lines key={index} block={block} />
        ))}
      </table>
    </>
  );
}

function Lines({ block }: { block: Block }) {
  const [open, setOpen] = useState(!block.folded);
  if (!open) {
    return (
      <tbody>
        <tr>
          <td colSpan={2} className="border-line-subtle border-y p-0">
            <button
              type="button"
              onClick={() => setOpen(true)}
              className="w-full bg-canvas px-3 py-1 text-left font-sans text-subtle hover:bg-active hover:text-text focus-visible:-outline-offset-2"
            >
              {words.folded(block.lines.length)}
            </button>
          </td>
        </tr>
      </tbody>
    );
  }
  return (
    <tbody>
      {block.lines.map((line, index) => (
        <tr key={index} className="align-top">
          <Side line={line} text={line.left} sign="−" tone="bg-danger-soft" />
          <Side line={line} text={line.right} sign="+" tone="bg-success-soft" />
        </tr>
      ))}
    </tbody>
  );
}

function Side({ line, text, sign, tone }: { line: SideBySide; text: string | null; sign: string; tone: string }) {
  const changed = !line.same && text !== null;
  return (
    <td
      className={`border-line-subtle px-3 py-0.5 whitespace-pre-wrap select-text [overflow-wrap:anywhere] first:border-r ${changed ? tone : ""}`}
    >
      {/* The sign says without colour which lines differ. */}
      <span className={`mr-1.5 inline-block w-2 select-none ${changed ? "text-text" : "text-transparent"}`}>
        {changed ? sign : ""}
      </span>
      {text}
    </td>
  );
}
