import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useGateway } from "../api/gateway";
import { keysQuery } from "../api/queries";
import { useCommands } from "../commands/registry";
import { useShortcut } from "../commands/remap";
import { count } from "../format/numbers";
import { remember, remembered } from "../host/remembered";
import { Button } from "../parts/Button";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { Empty, LoadFailed, Skeleton } from "../parts/Loading";
import { useRowWalk } from "../parts/useRowWalk";
import { useWide } from "../parts/useWide";
import { strings } from "../strings";
import { EmptyFiles } from "./EmptyFiles";
import { FilePane } from "./FilePane";
import { FileTable } from "./FileTable";
import { FileTiles } from "./FileTiles";
import { type FilesView, Filters } from "./Filters";
import { filesQuery } from "./queries";
import { StorageBar } from "./StorageBar";
import { type FilesSearch, isNarrowed, wantedOf } from "./search";
import { UploadList } from "./UploadList";
import { useUploads } from "./uploads";
import { useDrop } from "./useDrop";
import { type FileAction, useFileActions } from "./useFileActions";

const words = strings.files;

/** The files of all keys: uploaded here or by apps, or made by requests. */
export function FilesScreen() {
  const { client } = useGateway();
  const search = useSearch({ from: "/files" });
  const navigate = useNavigate();
  const list = useInfiniteQuery(filesQuery(client, wantedOf(search)));
  const { data: keys = [] } = useQuery(keysQuery(client));
  const { uploads, add, cancel, retry } = useUploads();
  const [view, setView] = useState<FilesView>(() => (remembered("files-view") === "grid" ? "grid" : "list"));
  const [whole, setWhole] = useState(false);
  const beside = useWide(1100);
  const picker = useRef<HTMLInputElement>(null);

  const show = (change: { [Name in keyof FilesSearch]?: FilesSearch[Name] | undefined }, replace = false) =>
    void navigate({ to: "/files", search: (now) => ({ ...now, ...change }) as FilesSearch, replace });
  const open = (id: string) => show({ id }, search.id !== undefined);
  const close = () => show({ id: undefined });
  const actions = useFileActions({ open, onDiscard: (id) => id === search.id && close() });
  const files = useMemo(
    () => (list.data?.pages.flatMap((page) => page.data) ?? []).filter(({ id }) => !actions.isGone(id)),
    [list.data, actions.isGone],
  );
  const storage = list.data?.pages.at(-1)?.storage;
  const room = storage ? storage.limit_bytes - storage.used_bytes : Number.POSITIVE_INFINITY;
  const target = keys.find(({ id }) => id === search.key);
  const upload = (those: Iterable<File>) => add(those, target?.id, room);
  const drop = useDrop(upload);

  const walk = useRowWalk(
    files.map(({ id }) => id),
    open,
    search.id,
  );
  // Whoever walks the list sees where they are.
  useEffect(() => {
    if (walk.current) document.querySelector(`[data-file-id="${walk.current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [walk.current]);
  const marked = files.find(({ id }) => id === walk.current);
  const on = (action: FileAction) => marked && (() => actions.act(marked, action));
  useCommands({
    "files.upload": () => picker.current?.click(),
    "files.next": walk.next,
    "files.previous": walk.previous,
    "files.open": marked && walk.open,
    "files.close": (search.id !== undefined || marked) && (() => (search.id ? close() : walk.setMarked(undefined))),
    "files.copyId": on("copyId"),
    "files.save": on("save"),
    "files.remove": on("delete"),
  });

  const shortcut = useShortcut("files.upload");
  const uploadButton = (
    <Button look="primary" title={shortcut.text} onClick={() => picker.current?.click()} data-testid="upload">
      <Upload size={14} aria-hidden />
      {words.upload}
    </Button>
  );
  const page = search.id !== undefined && (whole || !beside);
  const shared = { files, openId: search.id, markedId: walk.current, onMark: walk.setMarked, onAct: actions.act };
  return (
    <div className="relative flex h-full min-h-0 flex-col" {...drop.handlers}>
      <div className={`flex flex-col gap-2 px-5 pt-4 pb-2 ${page ? "hidden" : ""}`}>
        <div className="flex h-7 items-center gap-4">
          <h1 className="font-semibold text-page tracking-tight">{words.title}</h1>
          {storage && (
            <span className="shrink-0 text-meta text-subtle tabular-nums">
              {words.count(storage.files, count(storage.files))}
            </span>
          )}
          {storage && <StorageBar storage={storage} />}
          <span className="flex-1" />
          {uploadButton}
        </div>
        <Filters
          search={search}
          keys={keys}
          view={view}
          onChange={(change) => show(change, true)}
          onView={(chosen) => {
            setView(chosen);
            remember("files-view", chosen);
          }}
        />
        <UploadList uploads={uploads} onCancel={cancel} onRetry={retry} />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className={`min-w-0 flex-1 overflow-y-auto px-5 pb-5 ${page ? "hidden" : ""}`} data-testid="files">
          {list.data === undefined ? (
            list.error ? (
              <LoadFailed error={list.error} onRetry={() => void list.refetch()} />
            ) : (
              <Skeleton rows={8} />
            )
          ) : files.length === 0 && isNarrowed(search) ? (
            <Empty
              {...words.nothing}
              action={
                <Button onClick={() => show({ q: undefined, kind: undefined, key: undefined })}>
                  {words.nothing.clear}
                </Button>
              }
            />
          ) : files.length === 0 ? (
            <EmptyFiles action={uploadButton} />
          ) : view === "grid" ? (
            <FileTiles {...shared} />
          ) : (
            <FileTable
              {...shared}
              order={search.order ?? "created"}
              ascending={search.ascending === true}
              onSort={(order, ascending) => show({ order, ascending: ascending || undefined }, true)}
            />
          )}
          {list.hasNextPage && (
            <div className="flex justify-center pt-3">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {list.isFetchingNextPage ? words.loadingMore : words.more}
              </Button>
            </div>
          )}
        </div>
        {search.id !== undefined && (
          <FilePane
            id={search.id}
            onAct={actions.act}
            onClose={close}
            whole={page}
            onWhole={beside ? setWhole : undefined}
          />
        )}
      </div>
      {page && <h1 className="sr-only">{words.title}</h1>}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={words.upload}
        onChange={(event) => {
          upload([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      {drop.over && (
        <div className="pointer-events-none absolute inset-2 z-10 flex flex-col items-center justify-center gap-1 rounded-card border-2 border-accent border-dashed bg-surface/95 text-center">
          <p className="font-semibold text-section">{words.drop.here}</p>
          <p className="text-subtle">{target ? words.drop.forKey(target.name) : words.drop.forWindow}</p>
        </div>
      )}
      {actions.asking && (
        <ConfirmDialog
          title={words.remove.title(actions.asking.filename)}
          text={words.remove.used(actions.asking.uses, count(actions.asking.uses))}
          action={words.remove.action}
          busy={false}
          error={null}
          onConfirm={() => actions.asking && actions.discard(actions.asking)}
          onClose={actions.stopAsking}
        />
      )}
    </div>
  );
}
