//! Anthropic, with a format of its own. None of its models listens to audio.

use turnpike_domain::route::Capability;

use crate::{
    dialects::anthropic,
    vendor::{Auth, Fetches, Vendor},
};

/// Is it a model that takes no audio, whoever serves it? All of this family are.
pub fn is_deaf(vendor: &Vendor, upstream: &str) -> bool {
    vendor.id == VENDOR.id || upstream.to_ascii_lowercase().contains("claude")
}

pub(crate) static VENDOR: Vendor = Vendor {
    id: "anthropic",
    label: "Anthropic",
    base_url: Some("https://api.anthropic.com"),
    auth: Auth::Header("x-api-key"),
    catalogue: Some("anthropic"),
    capabilities: Some(&[Capability::Tools, Capability::Vision, Capability::JsonSchema, Capability::Pdf]),
    chat: Some(&anthropic::Anthropic),
    embeddings: None,
    headers: &[("anthropic-version", "2023-06-01")],
    key_prefix: Some("sk-ant-"),
    fetches: Fetches::Everything,
    key_variable: Some("ANTHROPIC_API_KEY"),
    images: None,
    speech: None,
    transcription: None,
    ..Vendor::COMPATIBLE
};
