//! vLLM. Without a reasoning parser its models think inside the text.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "vllm",
    label: "vLLM",
    base_url: Some("http://127.0.0.1:8000/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    think_tags: true,
    base64_vectors: true,
    engine: Some(Engine {
        kind: "vllm",
        port: 8000,
        path: "/v1",
        asks: &[],
        recognise,
        copied_by: 0,
        traces: &[],
        advice: "Run 'vllm serve' with a model.",
    }),
    ..Vendor::COMPATIBLE
};

fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    if path == "/v1/models" { Sighting::owned(body, "vllm") } else { None }
}
