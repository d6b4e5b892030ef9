//! The server of llama.cpp. While it loads a model it answers 503.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    takes::{Takes, ToolChoice},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "llamacpp",
    label: "llama.cpp",
    base_url: Some("http://127.0.0.1:8080/v1"),
    images: None,
    auth: Auth::OptionalBearer,
    local: true,
    engine: Some(Engine {
        kind: "llama_cpp",
        port: 8080,
        path: "/v1",
        asks: &["/props"],
        recognise,
        copied_by: 2,
        traces: &[],
        advice: "Start llama-server with a model.",
    }),
    takes: Takes { tool_choice: ToolChoice::WORDS, ..Takes::ALL },
    ..Vendor::COMPATIBLE
};

fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    match path {
        "/props" if body["default_generation_settings"].is_object() => Some(Sighting::Serving(Vec::new())),
        "/props" if body["error"]["message"] == "Loading model" => Some(Sighting::NotReady("It is loading its model.")),
        "/v1/models" => Sighting::owned(body, "llamacpp"),
        _ => None,
    }
}
