/** What the window says that it plays; it may find otherwise when it tries. */
export function canPlay(type: string): boolean {
  return document.createElement(type.startsWith("video/") ? "video" : "audio").canPlayType(type) !== "";
}
