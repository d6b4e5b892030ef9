//! `GET /admin/route`: what would happen to a request for a model, by the same plan as the real walk. Nothing is
//! asked, counted or held.

use std::time::Instant;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use turnpike_domain::{
    extent::{Extent, Rendition},
    plan::Order,
    route::{Capability, Kind, Needs},
};
use utoipa::{IntoParams, ToSchema};

use super::{
    input::Asked,
    models::{PriceView, price_view},
    window::Window,
};
use crate::{
    api::{
        caller::{allowed, works},
        door::permitted,
        error::ApiError,
        v1::chat::MAX_OUTPUT,
    },
    clock,
    relay::walk::Refusal,
    workspace::{
        Workspace,
        route::{Route, Target},
        snapshot::KeyEntry,
    },
};

/// Which request.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// The model that is asked for.
    model: String,
    /// The id of the key that asks; without it, the window's own.
    key: Option<String>,
    /// Providers to take as down, with commas between them.
    down: Option<String>,
    /// What the request needs: `tools`, `vision`, `json_schema`, `audio_input`, `pdf`, with commas between them.
    needs: Option<String>,
    /// How many tokens the request has at the least.
    tokens: Option<u64>,
}

/// What would happen.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preview {
    model: String,
    /// Why it would be refused; `null`: it would be served.
    refusal: Option<RefusalView>,
    /// In the order in which they would be asked, then those passed over.
    targets: Vec<TargetView>,
}

/// The error that the client would get.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefusalView {
    status: u16,
    code: Option<String>,
    message: String,
}

/// One place that serves the model.
#[derive(Serialize, ToSchema)]
pub(crate) struct TargetView {
    model: String,
    provider: String,
    /// Its name there.
    upstream: String,
    /// `first`, `next` or `skipped`.
    step: &'static str,
    /// Why it is passed over, or asked although it failed lately.
    why: Option<String>,
    price: Option<PriceView>,
    price_source: Option<String>,
}

#[utoipa::path(get, operation_id = "preview_route", path = "/route", params(Which), responses((status = 200, body = Preview), (status = 400), (status = 404)))]
pub(crate) async fn preview(
    State(workspace): State<Workspace>,
    State(window): State<Window>,
    Asked(which): Asked<Which>,
) -> Result<Json<Preview>, ApiError> {
    let snapshot = workspace.current();
    let capabilities = capabilities(which.needs.as_deref().unwrap_or_default())?;
    let needs = Needs { capabilities, least_tokens: which.tokens.unwrap_or_default() };
    let down: Vec<&str> = listed(which.down.as_deref().unwrap_or_default()).collect();
    let entry = match which.key.as_deref() {
        None => window.entry(),
        Some(id) => {
            let found = snapshot.keys.get(id).cloned();
            found.ok_or_else(|| ApiError::not_found("There is no such key.").about("key"))?
        }
    };
    let Some(route) = snapshot.routes.get(which.model.as_str()) else {
        let refusal = Some(refusal(&ApiError::model_not_found(&which.model)));
        return Ok(Json(Preview { model: which.model, refusal, targets: Vec::new() }));
    };
    let now = Instant::now();
    let order = route.plan(&needs, &down, now);
    let refused = permitted(&snapshot, &entry.key, &which.model)
        .and_then(|route| fits(&entry, &route))
        .and_then(|()| hears(route, &needs))
        .and_then(|()| if order.targets.is_empty() { Err(ApiError::from(&Refusal::of_skips(&order.skipped))) } else { Ok(()) });
    let targets = targets(route, &order, &down, now);
    Ok(Json(Preview { model: which.model, refusal: refused.err().as_ref().map(refusal), targets }))
}

/// Would the key be let in? Its budget is asked for what a short request holds that does not limit its answer.
fn fits(entry: &KeyEntry, route: &Route) -> Result<(), ApiError> {
    works(&entry.key, None)?;
    allowed(entry, route.model.kind.endpoint())?;
    let holds = route.worst_case(&Extent::tokens(0, if route.model.kind == Kind::Chat { MAX_OUTPUT } else { 0 }));
    // On a copy: what is asked here is not held.
    let mut balance = *entry.account.balance();
    let held = balance.hold(holds.unwrap_or_default(), entry.key.budget.as_ref(), clock::now());
    held.map_err(|over| ApiError::over_budget(&over, holds))
}

/// Speech is refused before any target is looked at.
fn hears(route: &Route, needs: &Needs) -> Result<(), ApiError> {
    let speech = needs.capabilities.contains(&Capability::AudioInput);
    if speech && route.is_deaf() { Err(ApiError::no_audio(route.model.id.as_str())) } else { Ok(()) }
}

fn targets(route: &Route, order: &Order, down: &[&str], now: Instant) -> Vec<TargetView> {
    let asked = order.targets.iter().enumerate().filter_map(|(at, index)| {
        let target = route.targets.get(*index)?;
        let cooling = target.health.cooling(now);
        let why = cooling
            .map(|wait| format!("failed lately, due in {} s, asked all the same: nobody else is left", wait.as_secs().max(1)));
        Some(view(target, if at == 0 { "first" } else { "next" }, why))
    });
    let passed = route.targets.iter().enumerate().filter(|(index, _)| !order.targets.contains(index)).map(|(_, target)| {
        let skip = order.skipped.iter().find(|skip| skip.model == target.model && skip.provider == target.provider.id);
        let why = match skip {
            Some(_) if down.contains(&target.provider.id.as_str()) => Some("is taken as down".to_owned()),
            skip => skip.map(|skip| skip.reason.to_string()),
        };
        view(target, "skipped", why)
    });
    asked.chain(passed).collect()
}

fn view(target: &Target, step: &'static str, why: Option<String>) -> TargetView {
    let price = target.price.rates(&Rendition::default());
    TargetView {
        model: target.model.to_string(),
        provider: target.provider.id.to_string(),
        upstream: target.upstream.clone(),
        step,
        why,
        price: price.as_ref().map(|(rates, _)| price_view(rates)),
        price_source: price.map(|(_, source)| source),
    }
}

fn refusal(error: &ApiError) -> RefusalView {
    let sent = error.sent();
    RefusalView { status: error.status().as_u16(), code: sent.code, message: sent.message }
}

fn capabilities(words: &str) -> Result<Vec<Capability>, ApiError> {
    let known = "Give tools, vision, json_schema, audio_input or pdf.";
    let need = |word| Capability::parse(word).filter(|capability| *capability != Capability::Reasoning);
    let parse = |word| need(word).ok_or_else(|| ApiError::invalid("needs", known));
    listed(words).map(parse).collect()
}

fn listed(words: &str) -> impl Iterator<Item = &str> {
    words.split(',').map(str::trim).filter(|word| !word.is_empty())
}
