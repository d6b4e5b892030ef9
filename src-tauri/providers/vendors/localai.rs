//! LocalAI.

use serde_json::Value;

use crate::{
    dialects::openai::OpenAi,
    engine::{Engine, Sighting},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "localai",
    label: "LocalAI",
    base_url: Some("http://127.0.0.1:8080/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    videos: Some(&OpenAi),
    engine: Some(Engine {
        kind: "localai",
        port: 8080,
        path: "/v1",
        asks: &["/system"],
        recognise,
        copied_by: 0,
        traces: &[],
        advice: "Start LocalAI.",
    }),
    ..Vendor::COMPATIBLE
};

fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    let is_its_own = path == "/system" && body["backends"].is_array() && body.get("loaded_models").is_some();
    is_its_own.then(|| Sighting::Serving(Vec::new()))
}
