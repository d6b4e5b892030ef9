//! `/admin/models`: the names that clients may ask for, who serves them, and what they cost.

use std::str::FromStr;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Deserializer, Serialize};
use turnpike_domain::{
    credits::{Credits, MICROCREDITS_PER_DOLLAR},
    extent::Rendition,
    ids::{ModelId, ProviderId},
    price::{Rate, Rates},
    route::{Capability, Kind, Model},
};
use utoipa::{IntoParams, ToSchema};

use super::input::{Asked, Input};
use crate::{
    api::error::ApiError,
    clock,
    events::{Event, Events},
    workspace::{Workspace, route::Route, snapshot::Snapshot},
};

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
    /// What it can do; `null`: nothing is known of that.
    capabilities: Option<Vec<&'static str>>,
    /// Whose word that is: `yours`, `vendor`, or a data set's name and version.
    capabilities_source: Option<&'static str>,
    /// The most tokens that it takes; `null`: unknown.
    context_length: Option<u64>,
    /// The most tokens that it makes; `null`: unknown.
    max_output: Option<u64>,
    /// When its vendor withdraws it; `null`: unknown, or not planned.
    deprecated_at: Option<i64>,
    price: Option<PriceView>,
    price_source: Option<String>,
}

/// US dollars per million tokens, or per what the name says.
#[derive(Serialize, ToSchema)]
pub(crate) struct PriceView {
    input: Option<String>,
    cached_input: Option<String>,
    output: Option<String>,
    per_image: Option<String>,
    per_second: Option<String>,
    per_minute: Option<String>,
    per_hour: Option<String>,
    per_million_characters: Option<String>,
    /// Credits for every request.
    per_request: Option<String>,
}

/// A model to make or to replace.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelFields {
    id: String,
    provider: String,
    /// Its name there; the same unless told.
    upstream: Option<String>,
    #[schema(value_type = String)]
    kind: Kind,
    #[serde(default)]
    fallbacks: Vec<String>,
    /// All that it can do; `null`: what is known of it counts.
    #[schema(value_type = Option<Vec<String>>)]
    capabilities: Option<Vec<Capability>>,
    /// `null`: the price list's.
    price: Option<PriceFields>,
}

/// US dollars per million tokens, as text or as numbers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct PriceFields {
    #[schema(value_type = Option<String>)]
    #[serde(deserialize_with = "dollars")]
    input: Option<Rate>,
    #[schema(value_type = Option<String>)]
    #[serde(deserialize_with = "dollars")]
    cached_input: Option<Rate>,
    #[schema(value_type = Option<String>)]
    #[serde(deserialize_with = "dollars")]
    output: Option<Rate>,
    /// Credits for every request.
    #[schema(value_type = Option<String>)]
    per_request: Option<Credits>,
}

/// Which model.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Named {
    /// Its id, which may hold `/`.
    #[param(value_type = String)]
    id: ModelId,
}

#[utoipa::path(get, operation_id = "list_models", path = "/models", responses((status = 200, body = Models)))]
pub(crate) async fn list(State(workspace): State<Workspace>) -> Json<Models> {
    let snapshot = workspace.current();
    let mut data: Vec<_> = snapshot.routes.values().map(|route| view(route)).collect();
    data.sort_by(|a, b| a.id.cmp(&b.id));
    Json(Models { data })
}

#[utoipa::path(put, operation_id = "put_model", path = "/models", request_body = ModelFields, responses((status = 200, body = ModelView), (status = 400)))]
pub(crate) async fn put(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Input(fields): Input<ModelFields>,
) -> Result<Json<ModelView>, ApiError> {
    let model = fields.check(&workspace.current())?;
    let id = model.id.clone();
    workspace.change(move |store| store.put_model(&model)).await?;
    events.publish(|| Event::Models);
    workspace.current().routes.get(&id).map(|route| Json(view(route))).ok_or_else(no_model)
}

#[utoipa::path(delete, operation_id = "delete_model", path = "/models", params(Named), responses((status = 204), (status = 404)))]
pub(crate) async fn delete(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Asked(named): Asked<Named>,
) -> Result<StatusCode, ApiError> {
    workspace.change(move |store| store.delete_model(&named.id)).await?;
    events.publish(|| Event::Models);
    Ok(StatusCode::NO_CONTENT)
}

impl ModelFields {
    fn check(self, snapshot: &Snapshot) -> Result<Model, ApiError> {
        let id = self.id.trim();
        if id.is_empty() || id.len() > 200 || id.chars().any(char::is_control) {
            return Err(ApiError::invalid("id", "A model needs a name of 1 to 200 characters, for clients to ask for."));
        }
        if !snapshot.providers.iter().any(|provider| provider.id.as_str() == self.provider) {
            return Err(ApiError::invalid("provider", format!("There is no provider '{}'.", self.provider)));
        }
        if let Some(unknown) = self.fallbacks.iter().find(|other| !snapshot.routes.contains_key(other.as_str())) {
            return Err(ApiError::invalid("fallbacks", format!("There is no model `{unknown}` to fall back to.")));
        }
        if self.fallbacks.iter().any(|other| other == id) {
            return Err(ApiError::invalid("fallbacks", "A model can not be its own fallback."));
        }
        let upstream = self.upstream.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| id.to_owned());
        let price = self.price.map(|price| Rates {
            input: price.input,
            cached_input: price.cached_input,
            output: price.output,
            per_request: price.per_request,
            // Rates that are not in these fields stay as a file gave them.
            ..snapshot.routes.get(id).and_then(|route| route.model.price).unwrap_or_default()
        });
        Ok(Model {
            id: ModelId::from(id),
            provider: ProviderId::from(self.provider),
            upstream,
            kind: self.kind,
            fallbacks: self.fallbacks.into_iter().map(ModelId::from).collect(),
            capabilities: self.capabilities,
            price: price.filter(|price| *price != Rates::default()),
            created_at: snapshot.routes.get(id).map_or_else(clock::now, |route| route.model.created_at),
        })
    }
}

fn no_model() -> ApiError {
    ApiError::not_found("There is no such model.").about("id")
}

fn view(route: &Route) -> ModelView {
    let target = route.targets.first();
    let price = target.and_then(|target| target.price.rates(&Rendition::default()));
    let facts = target.map(|target| target.facts.clone()).unwrap_or_default();
    ModelView {
        id: route.model.id.to_string(),
        provider: route.model.provider.to_string(),
        upstream: route.model.upstream.clone(),
        kind: route.model.kind.as_str(),
        fallbacks: route.model.fallbacks.iter().map(ToString::to_string).collect(),
        capabilities: facts.capabilities().map(|known| known.iter().map(|capability| capability.as_str()).collect()),
        capabilities_source: facts.source,
        context_length: facts.context_length,
        max_output: facts.max_output,
        deprecated_at: facts.deprecated_at,
        price: price.as_ref().map(|(rates, _)| price_view(rates)),
        price_source: price.map(|(_, source)| source),
    }
}

/// Rates as the window shows them.
pub(super) fn price_view(rates: &Rates) -> PriceView {
    let dollars = |rate: Option<Rate>| rate.map(|rate| format!("{:.6}", rate.dollars_per_million()));
    let each =
        |price: Option<Credits>| price.map(|price| format!("{:.8}", price.micros() as f64 / MICROCREDITS_PER_DOLLAR as f64));
    PriceView {
        input: dollars(rates.input),
        cached_input: dollars(rates.cached_input),
        output: dollars(rates.output),
        per_image: each(rates.per_image),
        per_second: each(rates.per_second),
        per_minute: each(rates.per_minute),
        per_hour: each(rates.per_hour),
        per_million_characters: each(rates.per_million_characters),
        per_request: rates.per_request.map(|credits| credits.to_string()),
    }
}

/// `"0.15"` or `0.15`.
fn dollars<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Rate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Amount {
        Number(f64),
        Text(String),
    }
    let number = match Option::<Amount>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Amount::Number(number)) => Some(number),
        Some(Amount::Text(text)) => f64::from_str(text.trim()).ok(),
    };
    let rate = number.and_then(Rate::per_million);
    rate.map(Some).ok_or_else(|| serde::de::Error::custom("a price is an amount of US dollars of zero or more"))
}
