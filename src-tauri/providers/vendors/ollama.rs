//! Ollama, by its OpenAI-compatible side. A model that is not loaded makes the first answer slow.

use crate::vendor::{Auth, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "ollama",
    label: "Ollama",
    base_url: Some("http://127.0.0.1:11434/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    ..Vendor::COMPATIBLE
};
