//! Cerebras. It refuses fields that it does not know.

use crate::{
    takes::{Known, Takes},
    vendor::{OutputLimit, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "cerebras",
    label: "Cerebras",
    base_url: Some("https://api.cerebras.ai/v1"),
    catalogue: Some("cerebras"),
    embeddings: None,
    output_limit: OutputLimit::MaxCompletionTokens,
    key_prefix: Some("csk-"),
    key_variable: Some("CEREBRAS_API_KEY"),
    images: None,
    speech: None,
    transcription: None,
    takes: Takes {
        fields: Known::Only(FIELDS),
        message_fields: Some(&["role", "content", "name", "tool_calls", "tool_call_id"]),
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};

#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "clear_thinking", "disable_reasoning", "logprobs", "parallel_tool_calls", "prediction", "reasoning_effort",
    "reasoning_format", "response_format", "seed", "service_tier", "stop", "temperature", "tool_choice", "tools",
    "top_logprobs", "top_p", "user",
];
