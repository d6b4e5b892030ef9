//! `GET /admin/providers` and `GET /admin/models`

use std::time::Instant;

use axum::{Json, extract::State};
use serde::Serialize;
use turnpike_domain::price::{Rate, Rates};
use utoipa::ToSchema;

use crate::workspace::{
    Workspace,
    route::{Route, Upstream},
    snapshot::Snapshot,
};

/// All providers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Providers {
    data: Vec<ProviderView>,
}

/// An upstream account or engine. Its credential is never shown.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderView {
    id: String,
    vendor: &'static str,
    label: &'static str,
    base_url: String,
    has_credential: bool,
    /// False while the key for credentials is locked away.
    credential_readable: bool,
    disabled: bool,
    cooling: Vec<Cooling>,
}

/// A target that is left alone for a while.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cooling {
    model: String,
    seconds: u64,
    last_error: Option<String>,
}

/// All models.
#[derive(Serialize, ToSchema)]
pub(crate) struct Models {
    data: Vec<ModelView>,
}

/// A name that clients may ask for.
#[derive(Serialize, ToSchema)]
pub(crate) struct ModelView {
    id: String,
    provider: String,
    upstream: String,
    kind: &'static str,
    fallbacks: Vec<String>,
    capabilities: Option<Vec<&'static str>>,
    price: Option<PriceView>,
    price_source: Option<String>,
}

/// US dollars per million tokens.
#[derive(Serialize, ToSchema)]
pub(crate) struct PriceView {
    input: Option<String>,
    cached_input: Option<String>,
    output: Option<String>,
    /// Credits for every request.
    per_request: Option<String>,
}

#[utoipa::path(get, operation_id = "list_providers", path = "/providers", responses((status = 200, body = Providers)))]
pub(crate) async fn list(State(workspace): State<Workspace>) -> Json<Providers> {
    let snapshot = workspace.current();
    Json(Providers { data: snapshot.providers.iter().map(|provider| provider_view(provider, &snapshot)).collect() })
}

#[utoipa::path(get, operation_id = "list_models", path = "/models", responses((status = 200, body = Models)))]
pub(crate) async fn models(State(workspace): State<Workspace>) -> Json<Models> {
    let snapshot = workspace.current();
    let mut data: Vec<_> = snapshot.routes.values().map(|route| model_view(route)).collect();
    data.sort_by(|a, b| a.id.cmp(&b.id));
    Json(Models { data })
}

fn provider_view(provider: &Upstream, snapshot: &Snapshot) -> ProviderView {
    let now = Instant::now();
    let own =
        snapshot.routes.values().filter_map(|route| route.targets.first()).filter(|target| target.provider.id == provider.id);
    let cooling = own.filter_map(|target| {
        let wait = target.health.cooling(now)?;
        let last_error = target.health.last_failure().map(|(kind, message)| format!("{kind}: {message}"));
        Some(Cooling { model: target.model.to_string(), seconds: wait.as_secs().max(1), last_error })
    });
    ProviderView {
        id: provider.id.to_string(),
        vendor: provider.vendor.id,
        label: provider.vendor.label,
        base_url: provider.base_url.clone(),
        has_credential: provider.has_credential,
        credential_readable: !provider.has_credential || provider.authorization.is_some(),
        disabled: provider.disabled,
        cooling: cooling.collect(),
    }
}

fn model_view(route: &Route) -> ModelView {
    let target = route.targets.first();
    let price = target.and_then(|target| target.price.rates());
    ModelView {
        id: route.model.id.to_string(),
        provider: route.model.provider.to_string(),
        upstream: route.model.upstream.clone(),
        kind: route.model.kind.as_str(),
        fallbacks: route.model.fallbacks.iter().map(ToString::to_string).collect(),
        capabilities: target
            .and_then(|target| target.capabilities.as_ref())
            .map(|known| known.iter().map(|capability| capability.as_str()).collect()),
        price: price.map(|(rates, _)| price_view(rates)),
        price_source: price.map(|(_, source)| source.to_owned()),
    }
}

fn price_view(rates: &Rates) -> PriceView {
    let dollars = |rate: Option<Rate>| rate.map(|rate| format!("{:.6}", rate.dollars_per_million()));
    PriceView {
        input: dollars(rates.input),
        cached_input: dollars(rates.cached_input),
        output: dollars(rates.output),
        per_request: rates.per_request.map(|credits| credits.to_string()),
    }
}
