import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../../api/gateway";
import { fetchHandout, isHandout } from "../../api/handout";
import { statusQuery } from "../../api/queries";
import { useObjectUrl } from "../../files/preview/useObjectUrl";
import { type Drawn, typeOf } from "./drawn";

/** An image to look at, once it is here. */
export interface Picture {
  blob: Blob | null;
  /** Where the page shows it from. */
  src: string | null;
  /** It lies where the window does not fetch from. */
  elsewhere: boolean;
  error: Error | null;
}

export function usePicture({ picture, url }: Drawn): Picture {
  const { client, connection } = useGateway();
  const api = useQuery(statusQuery(client)).data?.api;
  const own = url !== null && api !== undefined && isHandout(url, api);
  const fetched = useQuery({
    queryKey: ["handout", url],
    queryFn: async ({ signal }) => {
      const content = await fetchHandout(connection, url ?? "", signal);
      const type = typeOf(new Uint8Array(await content.slice(0, 12).arrayBuffer()));
      return new Blob([content], { type: type ?? "application/octet-stream" });
    },
    enabled: own,
    // An address never shows another image, and after an hour none at all.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const blob = picture ?? fetched.data ?? null;
  const shown = blob?.type.startsWith("image/") ? blob.type : null;
  return {
    blob,
    src: useObjectUrl(blob ?? undefined, shown),
    elsewhere: url !== null && api !== undefined && !own,
    error: fetched.error,
  };
}

/** The same image as a PNG, which is what clipboards take. */
export async function asPng(picture: Blob): Promise<Blob> {
  if (picture.type === "image/png") return picture;
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return pngOf(canvas);
}

export function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The image is too large."))), "image/png");
  });
}
