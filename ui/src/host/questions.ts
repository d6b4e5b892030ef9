import { Channel, invoke } from "@tauri-apps/api/core";
import { inWindow } from "./connection";

/** What the app asks its user through the page. */
export type Question =
  /** What closing the window means. `tray`: there is an icon by which to open it again. */
  | { ask: "close"; tray: boolean }
  /** Whether to wait for requests under way. */
  | { ask: "quit"; in_flight: number };

export type OnClose = "background" | "quit";

/** Takes the app's questions. In a browser there are none. */
export function takeQuestions(asked: (question: Question) => void): void {
  if (!inWindow) return;
  const asks = new Channel<Question>();
  asks.onmessage = asked;
  void invoke("questions", { asks });
}

/** What closing the window means, now and the next time; null: it stays open. */
export function answerClose(means: OnClose | null): void {
  void invoke("close", { means });
}

/** Ends the app, or does not. In a browser, where there is no app to end, it does nothing. */
export function quit(how: "ask" | "wait" | "now" | "cancel"): void {
  if (inWindow) void invoke("quit", { how });
}
