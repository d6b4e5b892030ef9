import { useQuery } from "@tanstack/react-query";
import { Download, MessageSquare, Trash2 } from "lucide-react";
import { ApiError } from "../api/error";
import { useGateway } from "../api/gateway";
import type { FileDetail, FileRow } from "../api/types";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { bytes, count } from "../format/numbers";
import { exactTime } from "../format/time";
import { Button } from "../parts/Button";
import { CopyIcon } from "../parts/CopyButton";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { PaneBar, PaneId } from "../parts/PaneBar";
import { SplitHandle, useSplit } from "../parts/SplitHandle";
import { Fact, Facts } from "../requests/detail/Facts";
import { strings } from "../strings";
import { keyName } from "./keyName";
import { Lineage } from "./Lineage";
import { Preview } from "./preview/Preview";
import { fileQuery } from "./queries";
import type { FileAction } from "./useFileActions";

const words = strings.files.detail;
/** What the list keeps beside the file, with the rail. */
const LEFT_ALONE = 200 + 460;
const NARROWEST = 380;

interface PaneProps {
  id: string;
  onAct: (file: FileRow, action: FileAction) => void;
  onClose: () => void;
  /** In the place of the list, instead of beside it. */
  whole: boolean;
  /** Switches between the two; absent where there is only room for one. */
  onWhole: ((whole: boolean) => void) | undefined;
}

/** One file in full: beside the list, or in its place. */
export function FilePane(props: PaneProps) {
  const { id, whole, onWhole } = props;
  const { client } = useGateway();
  const { data: file, error, refetch } = useQuery(fileQuery(client, id));
  const split = useSplit({
    name: "file-width",
    initial: 420,
    least: NARROWEST,
    most: () => Math.max(NARROWEST, window.innerWidth - LEFT_ALONE),
  });
  useCommands({ "files.whole": onWhole && (() => onWhole(!whole)) });
  return (
    <>
      {!whole && <SplitHandle label={words.resize} split={split} />}
      <aside
        aria-label={words.label}
        className={`flex min-h-0 flex-col ${whole ? "w-full px-5 pt-3" : "shrink-0 pr-5 pl-4"}`}
        style={whole ? undefined : { width: split.width, maxWidth: `max(${NARROWEST}px, 100vw - ${LEFT_ALONE}px)` }}
      >
        <Heading {...props} file={file} />
        {file ? (
          <div
            key={id}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="-mr-3 flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto pt-2 pr-3 pb-5 focus-visible:-outline-offset-2 *:w-full *:max-w-[860px]"
          >
            <Preview file={file} />
            <Known file={file} />
            <Lineage file={file} />
          </div>
        ) : error instanceof ApiError && error.status === 404 ? (
          <Empty {...words.gone} />
        ) : error ? (
          <div className="py-3">
            <LoadFailed error={error} onRetry={() => void refetch()} />
          </div>
        ) : (
          <Skeleton rows={8} />
        )}
      </aside>
    </>
  );
}

/** Which file it is, and what can be done with it. */
function Heading({ id, file, whole, onWhole, onAct, onClose }: PaneProps & { file: FileDetail | undefined }) {
  const shortcut = useShortcut("files.whole");
  return (
    <>
      <PaneBar words={words} shortcut={shortcut.aria} whole={whole} onWhole={onWhole} onClose={onClose}>
        <h2 className="min-w-0 flex-1 truncate font-semibold" title={file?.filename}>
          {file?.filename}
        </h2>
      </PaneBar>
      <PaneId id={id} what={words.id} />
      <div className="flex shrink-0 flex-wrap items-center gap-2 pt-1 pb-2">
        {file && (
          <>
            <Button onClick={() => onAct(file, "save")}>
              <Download size={14} aria-hidden />
              {strings.files.menu.save}
            </Button>
            <Button onClick={() => onAct(file, "playground")}>
              <MessageSquare size={14} aria-hidden />
              {strings.files.menu.playground}
            </Button>
            <Button look="quiet" onClick={() => onAct(file, "delete")}>
              <Trash2 size={14} aria-hidden />
              {words.delete}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function Known({ file }: { file: FileDetail }) {
  return (
    <Facts>
      <Fact name={words.facts.type}>{file.media_type}</Fact>
      <Fact name={words.facts.size}>
        {file.bytes < 1_000 ? bytes(file.bytes) : words.exactBytes(bytes(file.bytes), count(file.bytes))}
      </Fact>
      <Fact name={words.facts.purpose}>{file.purpose}</Fact>
      <Fact name={words.facts.key}>{keyName(file)}</Fact>
      <Fact name={words.facts.created}>{exactTime(file.created_at)}</Fact>
      <Fact name={words.facts.expires}>
        {file.expires_at === null ? strings.files.never : exactTime(file.expires_at)}
      </Fact>
      <Fact name={words.facts.hash}>
        <span className="flex items-start gap-1">
          <span className="min-w-0 font-mono text-meta">{file.sha256}</span>
          <CopyIcon text={file.sha256} what={words.hash} className="-my-1" />
        </span>
      </Fact>
    </Facts>
  );
}
