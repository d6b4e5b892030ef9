/** A form with one file, as it is written in a shell and as it goes over the wire. */
type Fields = Record<string, unknown>;

const BOUNDARY = "turnpike-form-boundary";

/** The arguments of curl, one for each part. */
export function curlForm(body: Fields, file: string): string[] {
  // Within double quotes curl takes everything for a part of the name but these two.
  const name = file.replace(/["\\]/g, "\\$&");
  return [
    `-F ${quoted(`file=@"${name}"`)}`,
    ...fields(body).map(([key, text]) => `${flag(text)} ${quoted(`${key}=${text}`)}`),
  ];
}

/** Headers and body. What the file holds stands between angle brackets. */
export function httpForm(body: Fields, file: string): string {
  const part = (head: string, content: string) =>
    `--${BOUNDARY}\nContent-Disposition: form-data; ${head}\n\n${content}\n`;
  const parts = [
    part(`name="file"; filename="${file.replaceAll('"', "%22")}"`, `<the bytes of ${file}>`),
    ...fields(body).map(([key, text]) => part(`name="${key}"`, text)),
  ];
  return `Content-Type: multipart/form-data; boundary=${BOUNDARY}\n\n${parts.join("")}--${BOUNDARY}--`;
}

/** One part for each text; a list is several parts of the same name. */
export function fields(body: Fields): [string, string][] {
  return Object.entries(body).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((item): [string, string] => [`${name}[]`, String(item)])
      : [[name, String(value)] as [string, string]],
  );
}

/** With `-F`, a value that begins so is a file's name, and one with a semicolon says its type. */
function flag(text: string): string {
  return /^[@<]|;/.test(text) ? "--form-string" : "-F";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
