//! `GET /admin/overview/elsewhere`: what the chats of a period would have cost with other models, from their stored tokens.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use turnpike_domain::{
    credits::Credits,
    filter::{Filter, Term, Test},
    price::Rates,
    request::Endpoint,
    route::Kind,
    usage::Usage,
};
use turnpike_providers::catalogue::{Catalogue, WELL_KNOWN};
use turnpike_store::{Selection, Store, StoreError};
use utoipa::{IntoParams, ToSchema};

use super::{
    input::Asked,
    overview::{PeriodAsked, within},
};
use crate::{
    api::error::ApiError,
    blocking, clock,
    workspace::{
        Workspace,
        route::{Price, Route},
    },
};

/// Whose price.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ModelAsked {
    /// Only this one: a model of the workspace, or `vendor/model` of the price list.
    model: Option<String>,
}

/// What a period's chats did cost, and would have cost.
#[derive(Serialize, ToSchema)]
pub(crate) struct Elsewhere {
    actual: ActualCost,
    input_tokens: u64,
    cached_tokens: u64,
    output_tokens: u64,
    /// The cheapest first, those without a price last.
    models: Vec<OtherCost>,
}

/// What was charged.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActualCost {
    credits: String,
    /// Requests whose price is unknown: not in `credits`.
    unpriced: u64,
    /// Requests that used tokens.
    requests: u64,
}

/// What another model would have cost.
#[derive(Serialize, ToSchema)]
pub(crate) struct OtherCost {
    id: String,
    /// The workspace's provider, or the price list's vendor.
    provider: String,
    /// `yours`: the owner's own price; `built_in`: the price list's, or nothing for an engine of one's own.
    source: Option<&'static str>,
    #[schema(value_type = Option<String>)]
    credits: Option<Credits>,
    /// Why there is no figure.
    why_not: Option<&'static str>,
}

/// The tokens of a period.
#[derive(Clone, Copy, Default)]
struct Used {
    requests: u64,
    unpriced: u64,
    credits: Credits,
    usage: Usage,
}

#[utoipa::path(get, operation_id = "cost_elsewhere", path = "/overview/elsewhere", params(PeriodAsked, ModelAsked), responses((status = 200, body = Elsewhere), (status = 400)))]
pub(crate) async fn elsewhere(
    State(workspace): State<Workspace>,
    State(store): State<Store>,
    Asked(asked): Asked<PeriodAsked>,
    Asked(ModelAsked { model }): Asked<ModelAsked>,
) -> Result<Json<Elsewhere>, ApiError> {
    let (from, to) = asked.period()?;
    let snapshot = workspace.current().clone();
    let priced = move || {
        let used = used(&store, &chats(from, to))?;
        let mut models: Vec<_> = match &model {
            Some(id) => {
                vec![
                    snapshot
                        .routes
                        .get(id.as_str())
                        .map_or_else(|| listed(id, &used, &snapshot.catalogue), |route| yours(route, &used)),
                ]
            }
            None => {
                let own = snapshot.routes.values().filter(|route| route.model.kind == Kind::Chat && !is_sandbox(route));
                let known =
                    WELL_KNOWN.iter().map(|(vendor, name)| listed(&format!("{vendor}/{name}"), &used, &snapshot.catalogue));
                own.map(|route| yours(route, &used)).filter(|cost| cost.credits.is_some()).chain(known).collect()
            }
        };
        models.sort_by(|a, b| (a.credits.is_none(), a.credits, &a.id).cmp(&(b.credits.is_none(), b.credits, &b.id)));
        Ok::<_, StoreError>((used, models))
    };
    let (used, models) = blocking(priced).await?;
    Ok(Json(Elsewhere {
        actual: ActualCost { credits: used.credits.to_string(), unpriced: used.unpriced, requests: used.requests },
        input_tokens: used.usage.input,
        cached_tokens: used.usage.cached_input,
        output_tokens: used.usage.output,
        models,
    }))
}

fn chats(from: i64, to: i64) -> Selection {
    let chat = Term { negated: false, test: Test::Endpoint(Endpoint::Chat) };
    Selection { filter: Filter { terms: vec![chat] }, ..within(from, to) }
}

fn used(store: &Store, chats: &Selection) -> Result<Used, StoreError> {
    let mut used = Used::default();
    store.figures(chats, |figure| {
        if figure.input == 0 && figure.output == 0 {
            return;
        }
        used.requests += 1;
        used.unpriced += u64::from(figure.credits.is_none());
        used.credits = used.credits + figure.credits.unwrap_or_default();
        let usage = &mut used.usage;
        usage.input = usage.input.saturating_add(figure.input);
        usage.cached_input = usage.cached_input.saturating_add(figure.cached_input);
        usage.cache_write = usage.cache_write.saturating_add(figure.cache_write);
        usage.output = usage.output.saturating_add(figure.output);
    })?;
    Ok(used)
}

fn is_sandbox(route: &Route) -> bool {
    route.targets.first().is_some_and(|target| target.provider.vendor.answer.is_some())
}

fn yours(route: &Route, used: &Used) -> OtherCost {
    let (id, provider) = (route.model.id.to_string(), route.model.provider.to_string());
    match route.targets.first().map(|target| &target.price) {
        Some(Price::Yours(rates)) => cost(id, provider, "yours", rates, used),
        Some(Price::BuiltIn(rates, _)) => cost(id, provider, "built_in", rates, used),
        Some(Price::Catalogue(price)) => cost(id, provider, "built_in", &price.rates, used),
        Some(Price::Media(_) | Price::Unknown) => unknown(id, provider, "The price of this model is unknown: give it one."),
        None => unknown(id, provider, "This model has no provider."),
    }
}

fn listed(id: &str, used: &Used, catalogue: &Catalogue) -> OtherCost {
    let (vendor, model) = id.split_once('/').unwrap_or(("", id));
    match catalogue.listed(vendor, model, clock::now()) {
        Some(price) => cost(id.to_owned(), vendor.to_owned(), "built_in", &price.rates, used),
        None => unknown(id.to_owned(), vendor.to_owned(), "Neither the workspace nor the price list has this model."),
    }
}

/// By the rates for requests of ordinary size: sums do not tell how large each one was.
fn cost(id: String, provider: String, source: &'static str, rates: &Rates, used: &Used) -> OtherCost {
    let flat = rates.per_request.unwrap_or_default().micros();
    let flat = flat.saturating_mul(i64::try_from(used.requests).unwrap_or(i64::MAX));
    let credits = Rates { per_request: None, ..*rates }.charge(&used.usage) + Credits::from_micros(flat);
    OtherCost { id, provider, source: Some(source), credits: Some(credits), why_not: None }
}

fn unknown(id: String, provider: String, why_not: &'static str) -> OtherCost {
    OtherCost { id, provider, source: None, credits: None, why_not: Some(why_not) }
}
