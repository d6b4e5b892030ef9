//! Google's Gemini API, by its native format.

use crate::{
    dialects::gemini::{self, Gemini},
    vendor::{Auth, Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "gemini",
    label: "Google Gemini",
    base_url: Some("https://generativelanguage.googleapis.com"),
    auth: Auth::Header("x-goog-api-key"),
    catalogue: Some("google"),
    chat: Some(&Gemini),
    embeddings: Some(&Gemini),
    fetches: Fetches::Some(gemini::fetches),
    key_prefix: Some("AIza"),
    key_variable: Some("GEMINI_API_KEY"),
    images: Some(&Gemini),
    speech: Some(&Gemini),
    videos: Some(&gemini::Videos),
    // A film takes half a minute at the least, and its documentation looks every ten seconds.
    look_rarer: 5,
    music: Some(&gemini::Music),
    voices: &[
        ("alloy", "Kore"),
        ("ash", "Puck"),
        ("ballad", "Iapetus"),
        ("coral", "Leda"),
        ("echo", "Charon"),
        ("fable", "Fenrir"),
        ("nova", "Aoede"),
        ("onyx", "Orus"),
        ("sage", "Callirrhoe"),
        ("shimmer", "Zephyr"),
        ("verse", "Enceladus"),
    ],
    transcription: None,
    ..Vendor::COMPATIBLE
};
