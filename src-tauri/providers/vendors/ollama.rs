//! Ollama, by its OpenAI-compatible side. A model that is not loaded makes the first answer slow.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    takes::{Known, Takes, ToolChoice},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "ollama",
    label: "Ollama",
    base_url: Some("http://127.0.0.1:11434/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    engine: Some(Engine {
        kind: "ollama",
        port: 11434,
        path: "/v1",
        asks: &["/api/version", "/api/tags"],
        recognise,
        copied_by: 3,
        traces: &[".ollama"],
        advice: "Start Ollama, or run 'ollama serve'.",
    }),
    takes: Takes {
        fields: Known::AllBut(&["n", "logit_bias", "parallel_tool_calls"]),
        tool_choice: ToolChoice::AUTO,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};

/// Engines that copy its API leave the digests empty.
fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    let digested = |model: &&Value| model["digest"].as_str().is_some_and(|digest| !digest.is_empty());
    match path {
        "/api/version" => body["version"].as_str().map(|_| Sighting::Serving(Vec::new())),
        "/api/tags" => {
            let models = body["models"].as_array()?.iter().filter(digested).filter_map(|model| model["name"].as_str());
            let models: Vec<String> = models.map(str::to_owned).collect();
            (!models.is_empty()).then_some(Sighting::Serving(models))
        }
        _ => None,
    }
}
