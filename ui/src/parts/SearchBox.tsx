import { Search, X } from "lucide-react";
import { useRef } from "react";
import type { CommandId } from "../commands/catalogue";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { strings } from "../strings";
import { IconButton } from "./Button";

/** Letters to search by. `command` is what leads here by its key. */
export function SearchBox(props: { label: string; command: CommandId; typed: string; onType: (text: string) => void }) {
  const { label, command, typed, onType } = props;
  const input = useRef<HTMLInputElement>(null);
  const shortcut = useShortcut(command);
  useCommands({ [command]: () => input.current?.focus() });
  return (
    <div className="relative">
      <Search size={14} aria-hidden className="pointer-events-none absolute top-2.25 left-2.5 text-subtlest" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        aria-keyshortcuts={shortcut.aria}
        placeholder={label}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onType("");
        }}
        className="h-8 w-full appearance-none rounded-control border border-line-input bg-surface pr-9 pl-8 focus-visible:-outline-offset-1 [&::-webkit-search-cancel-button]:hidden"
      />
      {typed === "" ? (
        shortcut.text && (
          <kbd aria-hidden className="absolute top-1.75 right-2">
            {shortcut.text}
          </kbd>
        )
      ) : (
        <IconButton label={strings.clearSearch} className="absolute top-0.5 right-0.5" onClick={() => onType("")}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
