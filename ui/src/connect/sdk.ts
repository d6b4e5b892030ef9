import type { Call } from "./snippets";

/** What the OpenAI SDKs call a call. */
export function methodOf(path: Call["path"]): string {
  return path === "images/generations"
    ? "images.generate"
    : path === "images/edits"
      ? "images.edit"
      : `${path.replace("/", ".")}.create`;
}

/** Does the SDK for Python take this field by its name? */
export function isNamed(path: Call["path"], field: string): boolean {
  const [area] = path.split("/");
  return (area === "audio" ? OF_AUDIO : area === "images" ? OF_IMAGES : OF_TEXT).has(field);
}

/** Is what comes put into files? */
export function writesFiles(path: Call["path"], body: Call["body"]): boolean {
  return path === "audio/speech" || (path.startsWith("images/") && body.response_format !== "url");
}

const OF_TEXT = new Set(
  `model messages input dimensions encoding_format user audio frequency_penalty function_call functions logit_bias logprobs
  max_completion_tokens max_tokens metadata modalities n parallel_tool_calls prediction presence_penalty reasoning_effort
  response_format seed service_tier stop store stream stream_options temperature tool_choice tools top_logprobs top_p
  verbosity web_search_options`.split(/\s+/),
);
const OF_AUDIO = new Set(
  `model input voice instructions response_format speed stream_format language prompt temperature
  timestamp_granularities`.split(/\s+/),
);
const OF_IMAGES = new Set(
  `model prompt n size quality background output_format output_compression response_format style moderation stream
  partial_images input_fidelity user`.split(/\s+/),
);
