//! OpenAI, whose API all others here copy.

use crate::vendor::{OutputLimit, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "openai",
    label: "OpenAI",
    base_url: Some("https://api.openai.com/v1"),
    catalogue: Some("openai"),
    output_limit: OutputLimit::MaxCompletionTokens,
    developer_role: true,
    base64_vectors: true,
    key_prefix: Some("sk-"),
    key_variable: Some("OPENAI_API_KEY"),
    ..Vendor::COMPATIBLE
};
