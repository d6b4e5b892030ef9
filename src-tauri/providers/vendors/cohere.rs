//! Cohere, by its own second API. Some of its models see.

use crate::{dialects::cohere::Cohere, vendor::Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "cohere",
    label: "Cohere",
    base_url: Some("https://api.cohere.com"),
    catalogue: Some("cohere"),
    chat: Some(&Cohere),
    embeddings: Some(&Cohere),
    key_variable: Some("CO_API_KEY"),
    images: None,
    speech: None,
    transcription: None,
    ..Vendor::COMPATIBLE
};
