import { TriangleAlert } from "lucide-react";
import type { Line, RequestDetail } from "../../api/types";
import { count, exactCredits, rate, seconds } from "../../format/numbers";
import { strings } from "../../strings";

const words = strings.requests.detail.bill;

/** The arithmetic of a request's credits, line by line. */
export function Bill({ detail }: { detail: RequestDetail }) {
  const { state, lines, price_source: source } = detail;
  if (state === "running") return null;
  return (
    <section>
      <h3 className="mb-1 font-semibold">{words.title}</h3>
      <table className="w-full [&_td]:h-8 [&_td]:border-b [&_td]:border-line-subtle [&_th]:h-8 [&_th]:border-b [&_th]:border-line-subtle [&_th]:text-left [&_th]:font-normal">
        <tbody>
          {lines.map((line) => (
            <tr key={line.unit}>
              <th scope="row">{words.unit[line.unit] ?? line.unit}</th>
              <td className="num text-subtlest">{arithmetic(line)}</td>
              <td className="num w-24">{exactCredits(line.credits)}</td>
            </tr>
          ))}
          <tr className="[&>*]:font-semibold">
            <th scope="row" className="!font-semibold">
              {state === "released" ? words.released : words.settled}
            </th>
            <td className="num !font-normal text-subtlest">
              {detail.credits_reserved !== null && words.held(exactCredits(detail.credits_reserved))}
            </td>
            <td className="num w-24" data-testid="credits-used">
              <Total detail={detail} />
            </td>
          </tr>
        </tbody>
      </table>
      <p className="mt-1.5 text-meta text-subtlest">
        {state === "released" ? words.releasedWhy : source !== null && words.source(words.sources[source] ?? source)}
      </p>
    </section>
  );
}

function Total({ detail }: { detail: RequestDetail }) {
  if (detail.credits_used !== null) {
    return exactCredits(detail.credits_used);
  }
  if (detail.state === "released") return "0";
  return (
    <span className="inline-flex h-[1lh] items-center gap-1 align-top text-warning" title={strings.credits.unpricedWhy}>
      <TriangleAlert size={12} aria-hidden />
      {strings.credits.unpriced}
    </span>
  );
}

/** `3,410 × $0.15 / M`, or `2 × $0.04`, or `12.5 s × $0.36 / h`. */
function arithmetic(line: Line): string {
  const price = rate(line.rate);
  switch (line.unit) {
    case "request":
    case "image":
      return words.perOne(count(line.count), price);
    case "second":
    case "minute":
    case "hour":
      return words.perTime(seconds(line.count), price, words.time[line.unit]);
    default:
      return words.perMillion(count(line.count), price);
  }
}
