import { strings } from "../strings";

const words = strings.playground;

/** Something to ask, for who does not know what. */
export function Examples(props: { examples: readonly string[]; onAsk: (example: string, at: number) => void }) {
  return (
    <div className="mx-auto flex w-full max-w-md flex-col gap-2 @min-[960px]/screen:my-auto">
      <p className="text-subtle">{words.examplesTitle}</p>
      {props.examples.map((example, at) => (
        <button
          key={example}
          type="button"
          onClick={() => props.onAsk(example, at)}
          className="rounded-card border border-line px-3 py-2 text-left hover:bg-hover"
        >
          {example}
        </button>
      ))}
    </div>
  );
}
