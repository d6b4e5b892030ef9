//! LM Studio.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    takes::{Formats, Known, Takes, ToolChoice},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "lmstudio",
    label: "LM Studio",
    base_url: Some("http://127.0.0.1:1234/v1"),
    images: None,
    auth: Auth::OptionalBearer,
    local: true,
    engine: Some(Engine {
        kind: "lm_studio",
        port: 1234,
        path: "/v1",
        asks: &["/api/v0/models"],
        recognise,
        copied_by: 0,
        traces: &[".lmstudio", ".cache/lm-studio"],
        advice: "Open LM Studio, go to Developer, and start its server.",
    }),
    takes: Takes {
        fields: Known::AllBut(&["n", "logprobs", "top_logprobs", "parallel_tool_calls"]),
        tool_choice: ToolChoice::WORDS,
        formats: Formats::Schema,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};

/// It answers 200 with an error inside to whatever it does not know.
fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    if path == "/api/v0/models" { Sighting::list(body) } else { None }
}
