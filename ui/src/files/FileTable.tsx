import type { FileRow } from "../api/types";
import { bytes, count } from "../format/numbers";
import { ago, date, exactTime, useNow } from "../format/time";
import { MIDDLE, NARROW, rowClass, Table, type TableColumn, WIDE } from "../parts/Table";
import { strings } from "../strings";
import { FileMenu } from "./FileMenu";
import { KindMark } from "./KindMark";
import { keyName } from "./keyName";
import type { Order } from "./search";
import type { FileAction } from "./useFileActions";

const words = strings.files;

const COLUMNS: readonly (TableColumn & { order?: Order })[] = [
  { id: "name", head: words.columns.name, order: "filename" },
  { id: "kind", head: words.columns.kind, width: "w-[5.5rem]", when: MIDDLE },
  { id: "purpose", head: words.columns.purpose, width: "w-[7rem]", when: WIDE },
  { id: "key", head: words.columns.key, width: "w-[9rem]", when: NARROW },
  { id: "made", head: words.columns.made, width: "w-[6.25rem]", when: MIDDLE },
  { id: "size", head: words.columns.size, width: "w-[5.75rem]", numeric: true, order: "bytes" },
  { id: "created", head: words.columns.created, width: "w-[6.75rem]", order: "created" },
  { id: "expires", head: words.columns.expires, width: "w-[6.25rem]", when: WIDE },
  { id: "actions", head: words.columns.actions, width: "w-[2.75rem]", hiddenHead: true },
];

export interface FilesProps {
  files: readonly FileRow[];
  openId: string | undefined;
  markedId: string | undefined;
  onMark: (id: string) => void;
  onAct: (file: FileRow, action: FileAction) => void;
}

/** The files as a list. */
export function FileTable(
  props: FilesProps & { order: Order; ascending: boolean; onSort: (order: Order, ascending: boolean) => void },
) {
  const now = useNow();
  const columns = COLUMNS.map(({ order, ...column }): TableColumn => {
    if (!order) return column;
    const chosen = order === props.order;
    return {
      ...column,
      sort: {
        now: chosen ? (props.ascending ? "ascending" : "descending") : undefined,
        // Names are read from A on, the rest from the newest or the largest.
        onChange: () => props.onSort(order, chosen ? !props.ascending : order === "filename"),
      },
    };
  });
  return (
    <Table columns={columns} label={words.list}>
      {props.files.map((file) => (
        <Row
          key={file.id}
          file={file}
          now={now}
          open={file.id === props.openId}
          marked={file.id === props.markedId}
          onMark={() => props.onMark(file.id)}
          onAct={(action) => props.onAct(file, action)}
        />
      ))}
    </Table>
  );
}

function Row(props: {
  file: FileRow;
  now: number;
  open: boolean;
  marked: boolean;
  onMark: () => void;
  onAct: (action: FileAction) => void;
}) {
  const { file, now } = props;
  return (
    <tr
      data-file-id={file.id}
      aria-current={props.marked || undefined}
      onClick={props.onMark}
      className={`scroll-mt-7.5 ${rowClass({ marked: props.marked })} ${props.open ? "bg-accent-soft hover:bg-accent-soft" : ""}`}
    >
      <th scope="row" className="text-left font-medium" title={file.filename}>
        <button
          type="button"
          onClick={() => props.onAct("open")}
          className="flex max-w-full items-center gap-2 rounded-[3px]"
        >
          <KindMark kind={file.kind} />
          <span className="min-w-0 truncate">{file.filename}</span>
        </button>
      </th>
      <td className={`text-subtle ${MIDDLE}`} title={file.media_type}>
        {words.oneOf[file.kind]}
      </td>
      <td className={`font-mono text-meta text-subtle ${WIDE}`}>{file.purpose}</td>
      <td className={NARROW}>{keyName(file)}</td>
      <td className={`text-subtle ${MIDDLE}`}>{file.made_by ? words.origin.made : words.origin.uploaded}</td>
      <td className="num" title={count(file.bytes)}>
        {bytes(file.bytes)}
      </td>
      <td className="text-subtle" title={exactTime(file.created_at)}>
        {ago(file.created_at, now)}
      </td>
      <td className={`text-subtle ${WIDE}`} title={file.expires_at === null ? undefined : exactTime(file.expires_at)}>
        {file.expires_at === null ? words.never : date(file.expires_at, now)}
      </td>
      <td className="!overflow-visible !px-1">
        <FileMenu file={file} onAct={props.onAct} />
      </td>
    </tr>
  );
}
