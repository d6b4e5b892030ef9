//! ElevenLabs: speech, transcripts and music. Its own voices go by ids.

use crate::{
    dialects::elevenlabs::ElevenLabs,
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "elevenlabs",
    label: "ElevenLabs",
    base_url: Some("https://api.elevenlabs.io"),
    auth: Auth::Header("xi-api-key"),
    chat: None,
    embeddings: None,
    images: None,
    speech: Some(&ElevenLabs),
    transcription: Some(&ElevenLabs),
    music: Some(&ElevenLabs),
    voices: &[
        ("alloy", "SAz9YHcvj6GT2YYXRXwW"),
        ("ash", "TX3LPaxmHKxFdv7VOQHJ"),
        ("ballad", "JBFqnCBsd6RMkjVDRZzb"),
        ("coral", "EXAVITQu4vr4xnSDxMaL"),
        ("echo", "IKne3meq5aSn9XLyUdCD"),
        ("fable", "JBFqnCBsd6RMkjVDRZzb"),
        ("nova", "XrExE9yKIg1WjnnlVkGX"),
        ("onyx", "nPczCjzI2devNBz1zQrb"),
        ("sage", "Xb7hH8MSUJpSbSDYk0k2"),
        ("shimmer", "pFZP5JQG7iQjIQuC4Bku"),
        ("verse", "onwK4e9ZLuTAKqWW03F9"),
    ],
    key_variable: Some("ELEVENLABS_API_KEY"),
    ..Vendor::COMPATIBLE
};
