/** Bytes as a dump: where each line begins, the bytes, and the letters that they are. */
export function dump(bytes: Uint8Array, perLine: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += perLine) {
    const some = bytes.subarray(at, at + perLine);
    const codes = Array.from(some, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const letters = Array.from(some, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join(
      "",
    );
    lines.push(`${at.toString(16).padStart(6, "0")}  ${codes.padEnd(perLine * 3 - 1)}  ${letters}`);
  }
  return lines.join("\n");
}
