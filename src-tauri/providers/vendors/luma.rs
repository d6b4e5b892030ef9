//! Luma: films of its own models.

use crate::{
    dialects::luma::Luma,
    vendor::{Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "luma",
    label: "Luma",
    base_url: Some("https://api.lumalabs.ai/dream-machine/v1"),
    chat: None,
    embeddings: None,
    speech: None,
    transcription: None,
    images: None,
    videos: Some(&Luma),
    fetches: Fetches::Everything,
    key_prefix: Some("luma-"),
    key_variable: Some("LUMAAI_API_KEY"),
    ..Vendor::COMPATIBLE
};
