//! Jan, by the server that its settings switch on.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    takes::{Takes, ToolChoice},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "jan",
    label: "Jan",
    base_url: Some("http://127.0.0.1:1337/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    engine: Some(Engine {
        kind: "jan",
        port: 1337,
        path: "/v1",
        asks: &["/openapi.json"],
        recognise,
        copied_by: 0,
        traces: &[".local/share/Jan", "Library/Application Support/Jan", "AppData/Roaming/Jan"],
        advice: "Open Jan, go to Settings, Local API Server, and start it.",
    }),
    takes: Takes { tool_choice: ToolChoice::WORDS, ..Takes::ALL },
    ..Vendor::COMPATIBLE
};

fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    let title = body["info"]["title"].as_str().unwrap_or_default();
    let is_its_own = path == "/openapi.json" && title.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "Jan");
    is_its_own.then(|| Sighting::Serving(Vec::new()))
}
