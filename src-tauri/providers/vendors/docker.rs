//! Docker Model Runner.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    takes::{Takes, ToolChoice},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "docker",
    label: "Docker Model Runner",
    base_url: Some("http://127.0.0.1:12434/engines/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    engine: Some(Engine {
        kind: "docker",
        port: 12434,
        path: "/engines/v1",
        asks: &["/engines/v1/models"],
        recognise,
        copied_by: 0,
        traces: &[],
        advice: "Switch on Docker Model Runner with TCP access in the settings of Docker.",
    }),
    takes: Takes { tool_choice: ToolChoice::WORDS, ..Takes::ALL },
    ..Vendor::COMPATIBLE
};

fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    if path == "/engines/v1/models" { Sighting::list(body) } else { None }
}
