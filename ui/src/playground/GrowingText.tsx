import { type ComponentProps, useLayoutEffect, useRef } from "react";

/** A text field as high as its text, up to `most` px; then it scrolls. */
export function GrowingText({ most = 320, className = "", ...rest }: ComponentProps<"textarea"> & { most?: number }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = rest.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    // Its own border is not part of what scrolls.
    element.style.height = `${Math.min(element.scrollHeight + 2, most)}px`;
  }, [text, most]);
  return (
    <textarea
      ref={field}
      rows={1}
      className={`block w-full resize-none rounded-control border border-line-input bg-surface px-2.5 py-1.5 focus-visible:-outline-offset-1 ${className}`}
      {...rest}
    />
  );
}
