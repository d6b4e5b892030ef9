// Before the first paint: the colours and the size that were chosen, without waiting for the rest of the page.
// What they mean, and every later change, is in src/shell/appearance.ts.
(() => {
  try {
    const { dataset, style } = document.documentElement;
    const theme = localStorage.getItem("turnpike.theme");
    const moreContrast = matchMedia("(prefers-contrast: more)").matches;
    if (["light", "dark", "contrast"].includes(theme)) dataset.theme = theme;
    else if (moreContrast) dataset.theme = "contrast";
    const zoom = Number(localStorage.getItem("turnpike.zoom"));
    if (zoom >= 80 && zoom <= 150) style.fontSize = `${zoom}%`;
  } catch {
    // Without storage the system's colours are as good a start as any.
  }
})();
