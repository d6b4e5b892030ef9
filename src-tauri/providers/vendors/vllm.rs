//! vLLM. Without a reasoning parser its models think inside the text.

use crate::vendor::{Auth, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "vllm",
    label: "vLLM",
    base_url: Some("http://127.0.0.1:8000/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    think_tags: true,
    base64_vectors: true,
    ..Vendor::COMPATIBLE
};
