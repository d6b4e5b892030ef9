import { UNKNOWN } from "../../format/numbers";
import { CopyIcon } from "../../parts/CopyButton";
import { strings } from "../../strings";
import { cosine, nearest, type Vectors } from "./vectors";

const words = strings.playground.embeddings;

/** At the strongest, so that the number on it can still be read. */
const MOST_COLOUR = 50;

/** Each text beside each other one: the more alike, the stronger the colour; opposites in another one. */
export function HeatMap({ texts, vectors }: { texts: readonly string[]; vectors: Vectors["vectors"] }) {
  const best = nearest(vectors);
  return (
    <div className="flex flex-col gap-3">
      <p>{best ? words.nearest(best.a + 1, best.b + 1, written(best.value)) : words.one}</p>
      <div className="overflow-x-auto">
        <table aria-label={words.map} data-testid="heat-map" className="border-separate border-spacing-0.5">
          <thead>
            <tr>
              <th className="sr-only">{words.number}</th>
              {vectors.map((_, at) => (
                <th key={at} scope="col" className="num h-6 text-center font-medium text-meta text-subtle">
                  {at + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {vectors.map((vector, row) => (
              <tr key={row}>
                <th
                  scope="row"
                  className="sticky left-0 max-w-64 bg-surface py-0 pr-2 text-left font-normal @max-[960px]/screen:max-w-40"
                >
                  <span className="flex items-center gap-1.5">
                    <span className="num w-4 shrink-0 text-meta text-subtle">{row + 1}</span>
                    <span className="min-w-0 flex-1 truncate" title={texts[row]}>
                      {texts[row]}
                    </span>
                    <CopyIcon text={JSON.stringify(vector)} what={words.copy(row + 1)} />
                  </span>
                </th>
                {vectors.map((other, column) => (
                  <Cell key={column} value={cosine(vector, other)} title={words.cell(row + 1, column + 1)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Cell({ value, title }: { value: number | null; title: string }) {
  const colour = value !== null && value < 0 ? "var(--chart-2)" : "var(--chart-1)";
  const strength = Math.round(Math.abs(value ?? 0) * MOST_COLOUR);
  return (
    <td
      title={value === null ? title : `${title}: ${value.toFixed(6)}`}
      style={{ backgroundColor: `color-mix(in srgb, ${colour} ${strength}%, transparent)` }}
      className="num h-9 min-w-14 rounded-control px-1 @max-[960px]/screen:min-w-12 text-center"
    >
      {written(value)}
    </td>
  );
}

function written(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(3).replace("-", "−");
}
