import type { Picture } from "./draft";

/** Reads pictures as data URLs; tells the names of those that are none. */
export async function readPictures(files: Iterable<File>): Promise<{ pictures: Picture[]; refused: string[] }> {
  const pictures: Picture[] = [];
  const refused: string[] = [];
  for (const file of files) {
    const url = file.type.startsWith("image/") ? await dataUrl(file).catch(() => null) : null;
    if (url) pictures.push(url);
    else refused.push(file.name);
  }
  return { pictures, refused };
}

/** `data:image/png;base64,iVBO… (84 kB)`: enough to tell that there is one. */
export function shortened(url: Picture): string {
  const [head = "", data = ""] = url.split(",");
  if (!url.startsWith("data:") || data.length < 64) return url;
  return `${head},${data.slice(0, 16)}… (${Math.max(1, Math.round((data.length * 3) / 4 / 1000))} kB)`;
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
