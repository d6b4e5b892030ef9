import { Outlet } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useGateway } from "../api/gateway";
import { reportErrors } from "../api/report";
import { CheatSheet } from "../commands/CheatSheet";
import { useKeyboard } from "../commands/keyboard";
import { Palette } from "../commands/Palette";
import { useCommands } from "../commands/registry";
import { remember, remembered } from "../host/remembered";
import { Toasts } from "../parts/Toasts";
import { strings } from "../strings";
import { Banner } from "./Banner";
import { Header } from "./Header";
import { Rail } from "./Rail";
import { useShellCommands } from "./useShellCommands";

/** The frame around every screen. */
export function Shell() {
  const { client } = useGateway();
  const [over, setOver] = useState<"palette" | "shortcuts" | null>(null);
  const [narrow, setNarrow] = useState(() => remembered("rail") === "narrow");
  useEffect(() => reportErrors(client), [client]);
  useKeyboard();
  useShellCommands();
  useCommands({
    "app.palette": () => setOver("palette"),
    "app.shortcuts": () => setOver("shortcuts"),
    "app.rail": () => {
      setNarrow(!narrow);
      remember("rail", narrow ? "wide" : "narrow");
    },
  });
  return (
    <div className="flex h-full">
      <button
        type="button"
        // A link would change the fragment, which is the route here.
        onClick={() => document.getElementById("content")?.focus()}
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:bg-raised focus:p-2"
      >
        {strings.header.skip}
      </button>
      <Rail narrow={narrow} />
      <div className="flex min-w-0 flex-1 flex-col bg-surface">
        <Header />
        <Banner />
        <main id="content" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      {over === "palette" && <Palette onClose={() => setOver(null)} />}
      {over === "shortcuts" && <CheatSheet onClose={() => setOver(null)} />}
      <Toasts />
    </div>
  );
}
