//! Groq. It says its usage three times, and refuses what it does not know.

use turnpike_wire::openai::transcription_request::TranscriptFormat;

use crate::{
    takes::{Known, Takes},
    vendor::{Fetches, OutputLimit, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "groq",
    label: "Groq",
    base_url: Some("https://api.groq.com/openai/v1"),
    images: None,
    catalogue: Some("groq"),
    embeddings: None,
    output_limit: OutputLimit::MaxCompletionTokens,
    key_prefix: Some("gsk_"),
    fetches: Fetches::Everything,
    key_variable: Some("GROQ_API_KEY"),
    transcript_formats: &[TranscriptFormat::Json, TranscriptFormat::Text, TranscriptFormat::VerboseJson],
    takes: Takes {
        fields: Known::Only(FIELDS),
        message_fields: Some(&["role", "content", "tool_calls", "tool_call_id"]),
        result_images: false,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};

#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "citation_options", "compound_custom", "disable_tool_validation", "documents", "exclude_domains", "frequency_penalty",
    "function_call", "functions", "include_domains", "include_reasoning", "parallel_tool_calls", "presence_penalty",
    "reasoning_effort", "reasoning_format", "response_format", "search_settings", "seed", "service_tier", "stop",
    "temperature", "tool_choice", "tools", "top_p", "user",
];
