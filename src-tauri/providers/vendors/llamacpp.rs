//! The server of llama.cpp. While it loads a model it answers 503.

use crate::vendor::{Auth, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "llamacpp",
    label: "llama.cpp",
    base_url: Some("http://127.0.0.1:8080/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    ..Vendor::COMPATIBLE
};
