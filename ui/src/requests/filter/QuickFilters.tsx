import { strings } from "../../strings";
import { tokens, withoutToken, withToken } from "./language";

const words = strings.requests.quick;
const QUICK = [
  { name: words.errors, text: "status:error" },
  { name: words.fallbacks, text: "is:fallback" },
  { name: words.slow, text: "ttft>2s" },
  { name: words.costly, text: "credits>1" },
  { name: words.streaming, text: "is:stream" },
  { name: words.pinned, text: "is:pinned" },
];

/** The filters that are asked for most, one click each. */
export function QuickFilters(props: { filter: string | undefined; onChange: (filter: string | undefined) => void }) {
  const { filter, onChange } = props;
  const set = new Set(tokens(filter ?? "").map((token) => token.text));
  return (
    <fieldset aria-label={words.label} className="flex min-w-0 flex-wrap items-center gap-1.5">
      {QUICK.map(({ name, text }) => (
        <button
          key={text}
          type="button"
          aria-pressed={set.has(text)}
          title={text}
          onClick={() => onChange(set.has(text) ? withoutToken(filter, text) : withToken(filter, text))}
          className="h-6 rounded-full border border-line px-2.5 text-meta text-subtle hover:bg-active hover:text-text aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
