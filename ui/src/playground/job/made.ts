/** What an answer leads to: the job that makes it, or the files that were made. */
export interface MadeBy {
  job: string | null;
  files: string[];
}

/** Reads `{"job_id"}` or `{"data": [{"file_id"}]}`; null where it is neither. */
export function madeBy(bytes: Uint8Array): MadeBy | null {
  const sent = read(new TextDecoder().decode(bytes));
  if (typeof sent.job_id === "string") return { job: sent.job_id, files: [] };
  if (!Array.isArray(sent.data)) return null;
  const files = sent.data.flatMap((item: { file_id?: unknown }) =>
    typeof item?.file_id === "string" ? [item.file_id] : [],
  );
  return { job: null, files };
}

function read(text: string): { job_id?: unknown; data?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
