//! KoboldCpp. It also speaks like two other engines.

use serde_json::Value;

use crate::{
    engine::{Engine, Sighting},
    takes::{Known, Takes},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "koboldcpp",
    label: "KoboldCpp",
    base_url: Some("http://127.0.0.1:5001/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    engine: Some(Engine {
        kind: "koboldcpp",
        port: 5001,
        path: "/v1",
        asks: &["/api/extra/version"],
        recognise,
        copied_by: 0,
        traces: &[],
        advice: "Start KoboldCpp with a model.",
    }),
    takes: Takes { fields: Known::AllBut(&["n"]), ..Takes::ALL },
    ..Vendor::COMPATIBLE
};

fn recognise(path: &str, body: &Value) -> Option<Sighting> {
    match path {
        "/api/extra/version" if body["result"] == "KoboldCpp" => Some(Sighting::Serving(Vec::new())),
        "/v1/models" => Sighting::owned(body, "koboldcpp"),
        _ => None,
    }
}
