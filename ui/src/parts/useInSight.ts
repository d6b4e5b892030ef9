import { type RefObject, useEffect, useRef, useState } from "react";

/** Has this element been in sight? What is costly to draw waits for it. */
export function useInSight<Shown extends Element>(): { box: RefObject<Shown | null>; seen: boolean } {
  const box = useRef<Shown>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!box.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return { box, seen };
}
