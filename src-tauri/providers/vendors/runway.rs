//! Runway: films of its own models and of others'. It answers nothing without the version of its API that is meant.

use crate::{
    dialects::runway::Runway,
    vendor::{Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "runway",
    label: "Runway",
    base_url: Some("https://api.dev.runwayml.com/v1"),
    chat: None,
    embeddings: None,
    speech: None,
    transcription: None,
    images: None,
    videos: Some(&Runway),
    // Its SDK asks every six seconds, and it wants no more than one look in five.
    look_rarer: 3,
    fetches: Fetches::Everything,
    headers: &[("x-runway-version", "2024-11-06")],
    key_prefix: Some("key_"),
    key_variable: Some("RUNWAYML_API_SECRET"),
    ..Vendor::COMPATIBLE
};
