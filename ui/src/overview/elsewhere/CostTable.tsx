import { useState } from "react";
import { credits, UNKNOWN } from "../../format/numbers";
import { rowClass, Table, type TableColumn } from "../../parts/Table";
import { strings } from "../../strings";
import { COLUMNS, type Column, type Compared, type Order, sorted } from "./compare";

const words = strings.overview.elsewhere;

const WIDTHS: { readonly [Name in Column]: Partial<TableColumn> } = {
  id: {},
  provider: { width: "w-[9rem]", when: "@max-[44rem]:hidden" },
  credits: { width: "w-[7rem]", numeric: true },
  difference: { width: "w-[7.5rem]", numeric: true },
  share: { width: "w-[5.5rem]", numeric: true },
};

/** One line for each model, in the order that its heads ask for. */
export function CostTable({ models }: { models: readonly Compared[] }) {
  const [order, setOrder] = useState<Order>({ by: "credits", down: false });
  const columns = COLUMNS.map((by) => ({
    id: by,
    head: words.columns[by],
    ...WIDTHS[by],
    sort: {
      now: order.by !== by ? undefined : order.down ? ("descending" as const) : ("ascending" as const),
      onChange: () => setOrder({ by, down: order.by === by && !order.down }),
    },
  }));
  return (
    <div className="max-h-[32rem] overflow-y-auto">
      <Table columns={columns} label={words.title}>
        {sorted(models, order).map((model) => (
          <tr key={model.id} className={rowClass()}>
            <th scope="row" className="text-left font-normal" title={model.id}>
              <span className="font-mono text-meta">{model.id}</span>
              {model.source === "yours" && <span className="ml-2 text-meta text-subtlest">{words.yourPrice}</span>}
            </th>
            <td className="text-subtle @max-[44rem]:hidden">{model.provider || UNKNOWN}</td>
            {model.credits === null ? (
              <td colSpan={3} className="text-right text-subtle" title={model.why_not ?? undefined}>
                {model.why_not}
              </td>
            ) : (
              <>
                <td className="num">{credits(model.credits)}</td>
                <td className={`num ${toneOf(model.difference)}`}>{signed(model.difference, moreOrLess)}</td>
                <td className={`num ${toneOf(model.share)}`}>{signed(model.share, wholePercent)}</td>
              </>
            )}
          </tr>
        ))}
      </Table>
    </div>
  );
}

function toneOf(value: number | null): string {
  return value !== null && value < 0 ? "text-success" : "";
}

function signed(value: number | null, format: (size: number) => string): string {
  if (value === null) return UNKNOWN;
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return `${sign}${format(Math.abs(value))}`;
}

const moreOrLess = (size: number) => credits(String(size));
const wholePercent = (share: number) => (share > 99.99 ? `>9,999 %` : `${Math.round(share * 100)} %`);
