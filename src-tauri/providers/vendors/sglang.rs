//! SGLang. Without a reasoning parser its models think inside the text.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "sglang",
    label: "SGLang",
    base_url: Some("http://127.0.0.1:30000/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    think_tags: true,
    engine: Some(Engine {
        kind: "sglang",
        port: 30000,
        path: "/v1",
        asks: &[],
        recognise,
        copied_by: 0,
        traces: &[],
        advice: "Launch the SGLang server with a model.",
    }),
    ..Vendor::COMPATIBLE
};

fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    if path == "/v1/models" { Sighting::owned(body, "sglang") } else { None }
}
