import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, Download, FolderPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useGateway } from "../../api/gateway";
import { saveFile } from "../../host/saveFile";
import { Button, buttonClass, ICON_BUTTON, IconButton } from "../../parts/Button";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import type { Basics, Run } from "./bench";
import { keepFile } from "./keep";

const words = strings.playground.save;

/** Takes an answer out of the window: among the downloads, or into the gateway's own files. */
export function SaveActions(props: {
  name: string;
  content: Blob;
  /** What it came of: its key becomes the owner of the file, its request is told as what made it. */
  run: Pick<Run<Basics>, "draft" | "reply">;
  /** Where there is little room. */
  icons?: boolean;
}) {
  const { name, content, run } = props;
  const { client } = useGateway();
  const cache = useQueryClient();
  const [kept, setKept] = useState<{ content: Blob; id: string | null } | null>(null);
  // Another answer has not been kept yet.
  const own = kept?.content === content ? kept : null;

  async function keep() {
    setKept({ content, id: null });
    try {
      const { id } = await keepFile(client, content, name, { owner: run.draft.key, request: run.reply.id });
      setKept({ content, id });
      void cache.invalidateQueries({ queryKey: ["files"] });
    } catch (error) {
      setKept(null);
      tell(words.notKept(reason(error)));
    }
  }
  async function download() {
    try {
      tell(words.downloaded(await saveFile(name, content)));
    } catch (error) {
      tell(words.notDownloaded(reason(error)));
    }
  }
  return (
    <>
      <Act label={words.download} icons={props.icons} onClick={() => void download()}>
        <Download size={14} aria-hidden />
      </Act>
      {own?.id ? (
        <Link
          to="/files"
          search={{ id: own.id }}
          className={props.icons ? ICON_BUTTON : buttonClass()}
          {...(props.icons ? { "aria-label": words.kept, title: words.kept } : {})}
        >
          <Check size={14} aria-hidden className={props.icons ? "text-success" : ""} />
          {!props.icons && words.kept}
        </Link>
      ) : (
        <Act label={words.keep} icons={props.icons} onClick={() => void keep()} disabled={own !== null}>
          <FolderPlus size={14} aria-hidden />
        </Act>
      )}
    </>
  );
}

/** A button with its words, or with these as its name only. */
export function Act(props: {
  label: string;
  icons: boolean | undefined;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  const { label, icons, children, ...rest } = props;
  return icons ? (
    <IconButton label={label} {...rest}>
      {children}
    </IconButton>
  ) : (
    <Button {...rest}>
      {children}
      {label}
    </Button>
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
