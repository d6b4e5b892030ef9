//! Groq. It says its usage three times.

use crate::vendor::{OutputLimit, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "groq",
    label: "Groq",
    base_url: Some("https://api.groq.com/openai/v1"),
    catalogue: Some("groq"),
    embeddings: None,
    output_limit: OutputLimit::MaxCompletionTokens,
    refuses: &["store", "metadata", "prompt_cache_key", "safety_identifier", "verbosity"],
    key_prefix: Some("gsk_"),
    key_variable: Some("GROQ_API_KEY"),
    ..Vendor::COMPATIBLE
};
