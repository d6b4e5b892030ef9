/** Numbers as they are typed: an empty field says nothing, and is not sent. */

export function isWhole(text: string, least: number, most: number): boolean {
  const number = Number(text);
  return text.trim() === "" || (Number.isInteger(number) && number >= least && number <= most);
}

/** `8`, `4.5` */
export function isLength(text: string, most: number): boolean {
  const number = Number(text);
  return text.trim() === "" || (number > 0 && number <= most);
}

export function numberIn(text: string): number | null {
  return text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text);
}

/** Those that say something, without what stands around them. */
export function written(fields: Record<string, string>): Record<string, string> {
  const said = Object.entries(fields).map(([name, text]): [string, string] => [name, text.trim()]);
  return Object.fromEntries(said.filter(([, text]) => text !== ""));
}

export function numbers(fields: Record<string, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(written(fields)).map(([name, text]) => [name, Number(text)]));
}
