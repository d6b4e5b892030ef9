import { strings } from "../strings";

const words = strings.playground;

/** Something to ask, for who does not know what. */
export function Examples({ onAsk }: { onAsk: (example: string) => void }) {
  return (
    <div className="mx-auto flex max-w-md flex-col gap-2 @min-[960px]/screen:my-auto">
      <p className="text-subtle">{words.examplesTitle}</p>
      {words.examples.map((example) => (
        <button
          key={example}
          type="button"
          onClick={() => onAsk(example)}
          className="rounded-card border border-line px-3 py-2 text-left hover:bg-hover"
        >
          {example}
        </button>
      ))}
    </div>
  );
}
