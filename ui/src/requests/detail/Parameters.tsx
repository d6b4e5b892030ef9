import type { RequestDetail } from "../../api/types";
import { strings } from "../../strings";
import { sentBody } from "./bodies/code";
import { Fact, Facts } from "./Facts";
import { parametersOf } from "./parameters";

const words = strings.requests.detail.parameters;

/** What the request asked for beside its text: the rest of its body, field by field. */
export function Parameters({ detail }: { detail: RequestDetail }) {
  const body = sentBody(detail);
  if (!body) return null;
  const fields = parametersOf(body);
  if (fields.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 font-semibold">{words.title}</h3>
      <Facts>
        {fields.map(([name, value]) => (
          <Fact key={name} name={name}>
            <span className="font-mono text-meta">{value}</span>
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
