import { Menu } from "@base-ui/react/menu";
import { Download } from "lucide-react";
import { buttonClass } from "../parts/Button";
import { strings } from "../strings";
import type { Format } from "./useExport";

const words = strings.requests.export;

/** Saves requests as a file of a chosen kind; `hint` says which. */
export function ExportMenu<Offered extends Format>(props: {
  formats: readonly Offered[];
  hint?: string;
  onExport: (format: Offered) => void;
}) {
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonClass()}>
        <Download size={13} aria-hidden />
        {words.title}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-10 outline-none">
          <Menu.Popup className="min-w-40 rounded-control border border-line bg-raised p-1 shadow-popup outline-none">
            {props.hint && <p className="px-2 py-1 text-meta text-subtlest">{props.hint}</p>}
            {props.formats.map((format) => (
              <Menu.Item
                key={format}
                onClick={() => props.onExport(format)}
                className="flex h-7 cursor-default items-center rounded-[4px] px-2 outline-none select-none data-highlighted:bg-active"
              >
                {words[format]}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
