import { LayoutGrid, List } from "lucide-react";
import type { Key } from "../api/types";
import { Choice } from "../parts/Choice";
import { Either } from "../parts/Either";
import { SearchBox } from "../parts/SearchBox";
import { strings } from "../strings";
import { WINDOW_KEY } from "./keyName";
import { type FilesSearch, KINDS } from "./search";

const words = strings.files;
const ANY = "";

export type FilesView = keyof typeof words.views;

const VIEWS = [
  { value: "list", Icon: List },
  { value: "grid", Icon: LayoutGrid },
] as const;

/** Which files are shown, and how. */
export function Filters(props: {
  search: FilesSearch;
  keys: readonly Key[];
  view: FilesView;
  onChange: (change: {
    q?: string | undefined;
    kind?: FilesSearch["kind"] | undefined;
    key?: string | undefined;
  }) => void;
  onView: (view: FilesView) => void;
}) {
  const { search, onChange } = props;
  const kinds = [
    { value: ANY, label: words.kinds.all },
    ...KINDS.map((value) => ({ value: value as string, label: words.kinds[value] })),
  ];
  const keys = [
    { value: ANY, label: words.allKeys },
    { value: WINDOW_KEY, label: words.window },
    ...props.keys.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-32 flex-1">
        <SearchBox
          label={words.search}
          command="files.search"
          typed={search.q ?? ""}
          onType={(q) => onChange({ q: q || undefined })}
        />
      </div>
      <Choice
        label={words.kind}
        options={kinds}
        value={search.kind ?? ANY}
        onChange={(value) => onChange({ kind: KINDS.find((kind) => kind === value) })}
        className="h-8 w-28"
      />
      <Choice
        label={words.key}
        options={keys}
        value={search.key ?? ANY}
        onChange={(value) => onChange({ key: value || undefined })}
        className="h-8 w-36"
      />
      <Either
        label={words.view}
        options={VIEWS.map(({ value, Icon }) => ({ value, Icon, label: words.views[value] }))}
        value={props.view}
        onChange={props.onView}
        icons
        className="h-8"
      />
    </div>
  );
}
