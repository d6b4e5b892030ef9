//! OpenAI, whose API all others here copy.

use crate::{
    image_takes::ImageTakes,
    takes::{CallIds, Known, Models, Takes, ToolChoice},
    vendor::{Fetches, OutputLimit, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "openai",
    label: "OpenAI",
    base_url: Some("https://api.openai.com/v1"),
    catalogue: Some("openai"),
    output_limit: OutputLimit::MaxCompletionTokens,
    developer_role: true,
    base64_vectors: true,
    key_prefix: Some("sk-"),
    fetches: Fetches::Everything,
    key_variable: Some("OPENAI_API_KEY"),
    speech_events: Some("tts-1"),
    transcript_streams: true,
    image_takes: ImageTakes { streams: true, ..ImageTakes::ALL },
    takes: Takes {
        fields: Known::Only(FIELDS),
        models: MODELS,
        tool_choice: ToolChoice { allowed: true, ..ToolChoice::ANY },
        call_ids: CallIds::AtMost(40),
        pairs_results: true,
        result_images: false,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};

const MODELS: &[Models] = &[
    Models { named: &["o1-mini", "o1-preview"], lack: SAMPLING, instructed_as: Some("user"), ..Models::ANY },
    Models {
        named: &["o1", "o3", "o4", "gpt-5", "gpt-6"],
        except: &["gpt-5-chat", "search"],
        lack: SAMPLING,
        unless_thoughtless: true,
        ..Models::ANY
    },
    Models { named: &["gpt-4o-search", "gpt-4o-mini-search", "gpt-5-search"], lack: SAMPLING, ..Models::ANY },
];

const SAMPLING: &[&str] =
    &["temperature", "top_p", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs"];

/// Of a chat request. It refuses what it does not know.
#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs", "metadata", "modalities",
    "moderation", "n", "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_options",
    "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop",
    "store", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity", "web_search_options",
];
