//! Mistral. It refuses what it does not know, tells usage unasked, wants short ids of calls, and is strict about turns.

use turnpike_wire::openai::transcription_request::TranscriptFormat;

use crate::{
    takes::{Begun, CallIds, Known, Takes, ToolChoice, Turns},
    vendor::{Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "mistral",
    label: "Mistral",
    base_url: Some("https://api.mistral.ai/v1"),
    images: None,
    catalogue: Some("mistral"),
    asks_for_usage: false,
    renames: &[("seed", "random_seed")],
    fetches: Fetches::Everything,
    key_variable: Some("MISTRAL_API_KEY"),
    transcript_formats: &[TranscriptFormat::Json],
    takes: Takes {
        fields: Known::Only(FIELDS),
        message_fields: Some(&["role", "content", "tool_calls", "tool_call_id", "prefix"]),
        tool_choice: ToolChoice { required: Some("any"), ..ToolChoice::ANY },
        call_ids: CallIds::Letters(9),
        turns: Turns { system_first: true, alternate: true, results_answered: true, begun: Begun::Marked, ..Turns::ANY },
        pairs_results: true,
        result_images: false,
        empty_texts: false,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};

#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "frequency_penalty", "guardrails", "metadata", "n", "parallel_tool_calls", "prediction", "presence_penalty",
    "prompt_cache_key", "prompt_mode", "random_seed", "reasoning_effort", "response_format", "safe_prompt", "seed", "stop",
    "temperature", "tool_choice", "tools", "top_p",
];
