/** A function that the model wants to have called; its arguments are JSON as the model wrote it. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens?: number;
  /** Text as the gateway sent it; null when the price is unknown. */
  credits_used?: string | null;
}

/** What the pieces of a stream add up to: the first choice of a chat completion. */
export interface Answer {
  text: string;
  reasoning: string;
  calls: readonly ToolCall[];
  finishReason: string | null;
  usage: Usage | null;
}

export const NO_ANSWER: Answer = { text: "", reasoning: "", calls: [], finishReason: null, usage: null };

interface CallPiece {
  index?: number;
  id?: string | null;
  function?: { name?: string | null; arguments?: string | null };
}

interface Delta {
  content?: string | null;
  refusal?: string | null;
  /** Outside of OpenAI's own schema, but what most engines call it. */
  reasoning_content?: string | null;
  reasoning?: string | null;
  tool_calls?: CallPiece[] | null;
}

export interface Chunk {
  choices?: { index?: number; delta?: Delta; finish_reason?: string | null }[];
  usage?: Usage | null;
  error?: { message?: string; code?: string | null; param?: string | null };
}

/** Adds one piece. */
export function add(answer: Answer, { choices, usage }: Chunk): Answer {
  const choice = choices?.find(({ index }) => (index ?? 0) === 0);
  const delta = choice?.delta;
  return {
    text: answer.text + (delta?.content ?? delta?.refusal ?? ""),
    reasoning: answer.reasoning + (delta?.reasoning_content ?? delta?.reasoning ?? ""),
    calls: (delta?.tool_calls ?? []).reduce(addCall, answer.calls),
    finishReason: choice?.finish_reason ?? answer.finishReason,
    usage: usage ?? answer.usage,
  };
}

/** Has the model said anything with this piece? */
export function speaks({ choices }: Chunk): boolean {
  return (choices ?? []).some(
    ({ delta }) =>
      delta?.content || delta?.refusal || delta?.reasoning_content || delta?.reasoning || delta?.tool_calls?.length,
  );
}

function addCall(calls: readonly ToolCall[], piece: CallPiece): readonly ToolCall[] {
  // Without an index a new id begins a new call, anything else goes on with the last one.
  const at = piece.index ?? (piece.id ? calls.length : Math.max(0, calls.length - 1));
  const known = calls[at] ?? { id: "", name: "", arguments: "" };
  const grown = {
    id: piece.id || known.id,
    name: piece.function?.name || known.name,
    arguments: known.arguments + (piece.function?.arguments ?? ""),
  };
  return at < calls.length ? calls.map((call, index) => (index === at ? grown : call)) : [...calls, grown];
}
