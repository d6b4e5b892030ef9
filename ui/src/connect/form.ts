/** A form with files, as it is written in a shell and as it goes over the wire. */
type Fields = Record<string, unknown>;

/** A file and the field that it is sent as; a list's field ends in `[]`. */
export interface FilePart {
  field: "file" | "image" | "image[]" | "mask";
  name: string;
}

const BOUNDARY = "turnpike-form-boundary";

/** The arguments of curl, one for each part. */
export function curlForm(body: Fields, files: readonly FilePart[]): string[] {
  // Within double quotes curl takes everything for a part of the name but these two.
  const escaped = (name: string) => name.replace(/["\\]/g, "\\$&");
  return [
    ...files.map(({ field, name }) => `-F ${quoted(`${field}=@"${escaped(name)}"`)}`),
    ...fields(body).map(([key, text]) => `${flag(text)} ${quoted(`${key}=${text}`)}`),
  ];
}

/** Headers and body. What a file holds stands between angle brackets. */
export function httpForm(body: Fields, files: readonly FilePart[]): string {
  const part = (head: string, content: string) =>
    `--${BOUNDARY}\nContent-Disposition: form-data; ${head}\n\n${content}\n`;
  const parts = [
    ...files.map(({ field, name }) =>
      part(`name="${field}"; filename="${name.replaceAll('"', "%22")}"`, `<the bytes of ${name}>`),
    ),
    ...fields(body).map(([key, text]) => part(`name="${key}"`, text)),
  ];
  return `Content-Type: multipart/form-data; boundary=${BOUNDARY}\n\n${parts.join("")}--${BOUNDARY}--`;
}

/** One part for each text; a list is several parts of the same name. */
export function fields(body: Fields): [string, string][] {
  return Object.entries(body).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((item): [string, string] => [`${name}[]`, text(item)])
      : [[name, text(value)] as [string, string]],
  );
}

function text(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** With `-F`, a value that begins so is a file's name, and one with a semicolon says its type. */
function flag(text: string): string {
  return /^[@<]|;/.test(text) ? "--form-string" : "-F";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
