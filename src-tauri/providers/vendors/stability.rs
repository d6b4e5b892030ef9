//! Stability AI: music.

use crate::{dialects::stability::Stability, vendor::Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "stability",
    label: "Stability AI",
    base_url: Some("https://api.stability.ai"),
    chat: None,
    embeddings: None,
    speech: None,
    transcription: None,
    images: None,
    music: Some(&Stability),
    key_variable: Some("STABILITY_API_KEY"),
    ..Vendor::COMPATIBLE
};
