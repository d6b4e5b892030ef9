/** How to call the gateway, in the languages of those who do. Pieces to highlight are named, not searched for. */
export const LANGUAGES = ["curl", "python", "node", "env"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Piece {
  text: string;
  role?: "url" | "key";
}

interface Facts {
  baseUrl: string;
  key: string;
  model: string;
}

export function snippet(language: Language, { baseUrl, key, model }: Facts): Piece[] {
  const url: Piece = { text: baseUrl, role: "url" };
  const secret: Piece = { text: key, role: "key" };
  const json = JSON.stringify(model);
  switch (language) {
    case "curl":
      return pieces`curl ${url}/chat/completions \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '{"model":${json},"messages":[{"role":"user","content":"Hello"}]}'`;
    case "python":
      return pieces`from openai import OpenAI

client = OpenAI(base_url="${url}", api_key="${secret}")
reply = client.chat.completions.create(
    model=${json},
    messages=[{"role": "user", "content": "Hello"}],
)
print(reply.choices[0].message.content)`;
    case "node":
      return pieces`import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${url}", apiKey: "${secret}" });
const reply = await client.chat.completions.create({
  model: ${json},
  messages: [{ role: "user", content: "Hello" }],
});
console.log(reply.choices[0].message.content);`;
    case "env":
      return pieces`OPENAI_BASE_URL=${url}
OPENAI_API_KEY=${secret}`;
  }
}

export function plainText(parts: readonly Piece[]): string {
  return parts.map((part) => part.text).join("");
}

function pieces(texts: TemplateStringsArray, ...values: (Piece | string)[]): Piece[] {
  const parts = texts.flatMap((text, index) => {
    const value = values[index];
    if (value === undefined) return [{ text }];
    return [{ text }, typeof value === "string" ? { text: value } : value];
  });
  return parts.filter((part) => part.text !== "");
}
