import type { AdminClient } from "../../api/client";

/** Puts an answer among the gateway's files, with the request that it came of. With an owner, that key sees it too. */
export async function keepFile(
  client: AdminClient,
  content: Blob,
  name: string,
  { owner, request }: { owner: string | null; request: string | null },
) {
  const form = new FormData();
  form.append("purpose", "user_data");
  form.append("file", new File([content], name, { type: content.type }));
  const { data } = await client.POST("/files", {
    params: { query: { ...(owner === null ? {} : { key: owner }), ...(request === null ? {} : { made_by: request }) } },
    body: { purpose: "user_data", file: name },
    bodySerializer: () => form,
  });
  if (!data) throw new Error("The gateway kept no file.");
  return data;
}
