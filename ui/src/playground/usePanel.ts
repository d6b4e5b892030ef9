import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useGateway } from "../api/gateway";
import { modelsQuery } from "../api/queries";
import { remember, remembered } from "../host/remembered";
import { isPanel, type PanelId, panelOf } from "./panels";

const LAST = "playground.panel";

/** The panel that the route asks for, by its name or by the kind of its first model; else the one of last time. */
export function usePanel(): { panel: PanelId | null; choose: (panel: PanelId) => void } {
  const { client } = useGateway();
  const models = useQuery(modelsQuery(client));
  const search = useSearch({ from: "/playground" });
  const navigate = useNavigate({ from: "/playground" });
  const [last, setLast] = useState(() => remembered(LAST));
  const known = models.isError ? [] : models.data;
  const wanted = panelOf(search, known, isPanel(last) ? last : "chat");
  const [shown, setShown] = useState(wanted);
  // What is shown stays while the models are read, so that nothing that is being written goes.
  if (wanted !== null && wanted !== shown) setShown(wanted);
  useEffect(() => {
    if (wanted === null) return;
    remember(LAST, wanted);
    setLast(wanted);
  }, [wanted]);
  return { panel: wanted ?? shown, choose: (panel) => void navigate({ search: { panel } }) };
}
