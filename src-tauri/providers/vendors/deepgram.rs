//! Deepgram: transcripts, and speech whose voice is a part of the model's name.

use crate::{
    dialects::deepgram::Deepgram,
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "deepgram",
    label: "Deepgram",
    base_url: Some("https://api.deepgram.com/v1"),
    auth: Auth::Scheme("Token"),
    chat: None,
    embeddings: None,
    images: None,
    speech: Some(&Deepgram),
    transcription: Some(&Deepgram),
    key_variable: Some("DEEPGRAM_API_KEY"),
    ..Vendor::COMPATIBLE
};
