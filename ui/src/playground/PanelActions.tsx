import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";

/** The place beside the tabs for what a panel offers; null until it is there. */
export const PanelSlot = createContext<HTMLElement | null>(null);

/** What a panel offers as a whole, shown beside the tabs. */
export function PanelActions({ children }: { children: ReactNode }) {
  const slot = useContext(PanelSlot);
  return slot && createPortal(children, slot);
}
