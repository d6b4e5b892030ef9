import { Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useGateway } from "../api/gateway";
import { reportErrors } from "../api/report";
import { strings } from "../strings";
import { Banner } from "./Banner";
import { Header } from "./Header";
import { Rail } from "./Rail";
import { SCREENS } from "./screens";
import { useShortcuts } from "./shortcuts";

/** The frame around every screen. */
export function Shell() {
  const { client } = useGateway();
  const navigate = useNavigate();
  useEffect(() => reportErrors(client), [client]);
  useShortcuts(
    Object.fromEntries(SCREENS.map(({ path }, index) => [`Ctrl+${index + 1}`, () => void navigate({ to: path })])),
  );
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
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col bg-surface">
        <Header />
        <Banner />
        <main id="content" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
    </div>
  );
}
