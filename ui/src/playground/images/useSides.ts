import { useEffect, useState } from "react";
import type { Sides } from "./mask";

/** How large the image at this address is, in its own pixels; null until that is known. */
export function useSides(src: string | null): Sides | "broken" | null {
  const [known, setKnown] = useState<{ src: string; sides: Sides | "broken" } | null>(null);
  useEffect(() => {
    if (src === null) return;
    let left = false;
    const image = new Image();
    const tell = (sides: Sides | "broken") => !left && setKnown({ src, sides });
    image.onload = () => tell({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => tell("broken");
    image.src = src;
    return () => {
      left = true;
    };
  }, [src]);
  return known?.src === src ? known.sides : null;
}
