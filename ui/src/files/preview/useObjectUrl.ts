import { useEffect, useState } from "react";

/** An address of these bytes, of that type and no other, as long as it is shown. */
export function useObjectUrl(content: Blob | undefined, type: string | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!content || type === null) return;
    const made = URL.createObjectURL(new Blob([content], { type }));
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [content, type]);
  return url;
}
