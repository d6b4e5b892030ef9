/** What of the settings is shown; all of it is part of the route. */
export interface SettingsSearch {
  /** Only the rows that hold these words. */
  q?: string;
  /** Where the page is scrolled to. */
  section?: string;
}

export function readSearch(raw: Record<string, unknown>): SettingsSearch {
  const text = (name: string) => (typeof raw[name] === "string" && raw[name] !== "" ? { [name]: raw[name] } : {});
  return { ...text("q"), ...text("section") };
}
