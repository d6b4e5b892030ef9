//! `GET /admin/discovery`: engines and keys that are on this computer already.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    discovery::{Discovery, Found, plain},
    workspace::{Workspace, snapshot::Snapshot},
};

/// What was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Discovered {
    engines: Vec<EngineView>,
    environment: Vec<VariableView>,
}

/// An engine on this computer.
#[derive(Serialize, ToSchema)]
pub(crate) struct EngineView {
    /// `ollama`, `lm_studio`, `llama_cpp`, `vllm`, `jan`, `koboldcpp`, `localai`, `sglang` or `docker`.
    kind: &'static str,
    /// The vendor of a provider that is made from it.
    vendor: &'static str,
    name: &'static str,
    /// Ready for a provider.
    base_url: String,
    models: Vec<String>,
    /// `serving` or `not_serving`.
    state: &'static str,
    /// How to have it serve.
    hint: Option<&'static str>,
    /// The provider that has it already.
    provider: Option<String>,
}

/// An environment variable that holds a key. Its value is not read.
#[derive(Serialize, ToSchema)]
pub(crate) struct VariableView {
    variable: &'static str,
    vendor: &'static str,
    /// The provider of that vendor that is there already.
    provider: Option<String>,
}

#[utoipa::path(get, operation_id = "discover", path = "/discovery", responses((status = 200, body = Discovered)))]
pub(crate) async fn discover(State(workspace): State<Workspace>, State(discovery): State<Discovery>) -> Json<Discovered> {
    let found = discovery.engines().await;
    let snapshot = workspace.current();
    let mut known = BTreeMap::new();
    for provider in &snapshot.providers {
        known.entry(plain(&provider.base_url)).or_insert(provider.id.as_str());
    }
    let engines = found.into_iter().map(|found| engine(found, &known)).collect();
    let environment = discovery.variables().map(|(variable, vendor)| VariableView {
        variable,
        vendor: vendor.id,
        provider: provider_of(&snapshot, vendor.id),
    });
    Json(Discovered { engines, environment: environment.collect() })
}

fn engine(found: Found, known: &BTreeMap<String, &str>) -> EngineView {
    EngineView {
        kind: found.engine.kind,
        vendor: found.vendor.id,
        name: found.vendor.label,
        provider: known.get(&plain(&found.base_url)).map(|id| (*id).to_owned()),
        base_url: found.base_url,
        state: if found.models.is_some() { "serving" } else { "not_serving" },
        models: found.models.unwrap_or_default(),
        hint: found.hint,
    }
}

fn provider_of(snapshot: &Snapshot, vendor: &str) -> Option<String> {
    snapshot.providers.iter().find(|provider| provider.vendor.id == vendor).map(|provider| provider.id.to_string())
}
