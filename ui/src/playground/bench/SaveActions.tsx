import { Check, Download, FolderPlus } from "lucide-react";
import { useState } from "react";
import { useGateway } from "../../api/gateway";
import { saveFile } from "../../host/saveFile";
import { Button } from "../../parts/Button";
import { tell } from "../../parts/undo";
import { strings } from "../../strings";
import { keepFile } from "./keep";

const words = strings.playground.save;

/** Takes an answer out of the window: among the downloads, or into the gateway's own files. */
export function SaveActions(props: {
  name: string;
  content: Blob /** Whose file it becomes. */;
  owner: string | null;
}) {
  const { name, content, owner } = props;
  const { client } = useGateway();
  const [kept, setKept] = useState<{ content: Blob; is: "keeping" | "kept" } | null>(null);
  // Another answer has not been kept yet.
  const is = kept?.content === content ? kept.is : null;

  async function keep() {
    setKept({ content, is: "keeping" });
    try {
      const file = await keepFile(client, content, name, owner);
      setKept({ content, is: "kept" });
      tell(words.kept(file.filename, file.id));
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
      <Button onClick={() => void download()}>
        <Download size={14} aria-hidden />
        {words.download}
      </Button>
      <Button onClick={() => void keep()} disabled={is !== null}>
        {is === "kept" ? <Check size={14} aria-hidden /> : <FolderPlus size={14} aria-hidden />}
        {is === "kept" ? words.isKept : words.keep}
      </Button>
    </>
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
