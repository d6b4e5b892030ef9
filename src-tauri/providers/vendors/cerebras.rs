//! Cerebras. It refuses fields that it does not know.

use crate::vendor::{OutputLimit, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "cerebras",
    label: "Cerebras",
    base_url: Some("https://api.cerebras.ai/v1"),
    catalogue: Some("cerebras"),
    embeddings: None,
    output_limit: OutputLimit::MaxCompletionTokens,
    refuses: &["store", "metadata", "prompt_cache_key", "safety_identifier", "verbosity"],
    key_prefix: Some("csk-"),
    key_variable: Some("CEREBRAS_API_KEY"),
    ..Vendor::COMPATIBLE
};
