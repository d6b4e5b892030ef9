import type { ComponentType } from "react";

/** When a change of a setting counts. */
export type Applies = "now" | "restart" | "window";

/** Something that can be set or looked up. `Control` is drawn in the row's grid, after its title. */
export interface Row {
  id: string;
  title: string;
  text?: string;
  applies?: Applies;
  /** What else people call it. */
  also?: string;
  /** One of many alike: name and text in one line. */
  brief?: boolean;
  Control: ComponentType<ControlProps>;
}

export interface ControlProps {
  title: string;
  /** Ids of what names and describes the control. */
  labelledBy: string;
  describedBy: string;
}

export interface Section {
  id: string;
  title: string;
  /** Above its rows: what all of them come to. */
  Lead?: ComponentType;
  rows: readonly Row[];
}

/** The sections with only the rows that hold every word that was typed. */
export function found(sections: readonly Section[], typed: string): Section[] {
  const words = wordsOf(typed);
  return sections
    .map((section) => ({
      ...section,
      rows: section.rows.filter(({ title, text = "", also = "" }) => {
        const shown = `${section.title} ${title} ${text}`.toLowerCase();
        // What nobody sees is found by the start of a word: a match in its middle could not be understood.
        const hidden = also.toLowerCase().split(" ");
        return words.every((word) => shown.includes(word) || hidden.some((each) => each.startsWith(word)));
      }),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** `text` in pieces, of which every second one was typed. */
export function marked(text: string, typed: string): string[] {
  const words = wordsOf(typed).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return words.length === 0 ? [text] : text.split(new RegExp(`(${words.join("|")})`, "gi"));
}

function wordsOf(typed: string): string[] {
  return typed.toLowerCase().split(/\s+/).filter(Boolean);
}
