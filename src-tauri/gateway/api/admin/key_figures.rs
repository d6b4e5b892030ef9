//! `/admin/keys/usage` and `/admin/keys/dry-run`: what keys spent day by day, and what other limits would have refused.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use turnpike_domain::{
    budget::Budget,
    credits::Credits,
    dry_run::{self, dry_run},
    ids::{KeyId, ModelId},
    request::Endpoint,
};
use turnpike_store::{Store, StoreError};
use utoipa::{IntoParams, ToSchema};

use super::{
    input::{Asked, Input, given},
    keys::{BudgetView, no_key},
};
use crate::{api::error::ApiError, blocking, clock, workspace::Workspace};

/// How far back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DaysAsked {
    /// So many days, today's included: 30 unless told, never more than 366.
    days: Option<u32>,
}

/// What all keys spent.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeysUsage {
    data: Vec<KeyUsage>,
}

/// What a key spent. Days are UTC's.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeyUsage {
    /// Its id.
    key: String,
    /// Credits of each day, oldest first.
    days: Vec<String>,
    today: String,
    /// On all these days.
    requests: u64,
}

/// Limits to try. What is left out stays as it is, what is null is cleared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DryRunFields {
    /// The key's id.
    #[schema(value_type = String)]
    key: KeyId,
    #[serde(default, deserialize_with = "given")]
    requests_per_minute: Option<Option<u32>>,
    #[schema(value_type = Option<Vec<String>>)]
    #[serde(default, deserialize_with = "given")]
    endpoints: Option<Option<Vec<Endpoint>>>,
    #[schema(value_type = Option<Vec<String>>)]
    #[serde(default, deserialize_with = "given")]
    models: Option<Option<Vec<ModelId>>>,
    #[schema(value_type = Option<BudgetView>)]
    #[serde(default, deserialize_with = "given")]
    budget: Option<Option<Budget>>,
}

/// What those limits would have done.
#[derive(Serialize, ToSchema)]
pub(crate) struct DryRun {
    from: i64,
    to: i64,
    requests: u64,
    refused: u64,
    /// The limit that refused most first.
    reasons: Vec<Refusals>,
}

/// What one limit would have refused.
#[derive(Serialize, ToSchema)]
pub(crate) struct Refusals {
    /// `requests_per_minute`, `models`, `endpoints` or `budget`.
    limit: &'static str,
    refused: u64,
    first_at: i64,
    first_request: String,
}

const DAY: i64 = 86_400_000;
const MOST_DAYS: u32 = 366;
/// How far back limits are tried.
const TRIED_DAYS: i64 = 7;

#[utoipa::path(get, operation_id = "keys_usage", path = "/keys/usage", params(DaysAsked), responses((status = 200, body = KeysUsage)))]
pub(crate) async fn usage(
    State(workspace): State<Workspace>,
    State(store): State<Store>,
    Asked(asked): Asked<DaysAsked>,
) -> Result<Json<KeysUsage>, ApiError> {
    let days = asked.days.unwrap_or(30).clamp(1, MOST_DAYS);
    let mut spent = blocking(move || store.spending_by_day(clock::now(), days)).await?;
    let mut keys: Vec<_> = workspace.current().keys.keys().cloned().collect();
    keys.sort();
    let of_key = |key: KeyId| {
        let by_day = spent.remove(&key).unwrap_or_default();
        let credits = |ago: u32| by_day.get(&ago).map_or(Credits::ZERO, |totals| totals.settled).to_string();
        KeyUsage {
            key: key.to_string(),
            days: (0..days).rev().map(credits).collect(),
            today: credits(0),
            requests: by_day.values().map(|totals| totals.entries).sum(),
        }
    };
    Ok(Json(KeysUsage { data: keys.into_iter().map(of_key).collect() }))
}

#[utoipa::path(post, operation_id = "dry_run_key", path = "/keys/dry-run", request_body = DryRunFields, responses((status = 200, body = DryRun), (status = 400), (status = 404)))]
pub(crate) async fn dry_run_limits(
    State(workspace): State<Workspace>,
    State(store): State<Store>,
    Input(fields): Input<DryRunFields>,
) -> Result<Json<DryRun>, ApiError> {
    let snapshot = workspace.current().clone();
    let mut key = snapshot.keys.get(&fields.key).map(|entry| entry.key.clone()).ok_or_else(|| no_key().about("key"))?;
    key.requests_per_minute = fields.requests_per_minute.unwrap_or(key.requests_per_minute);
    key.endpoints = fields.endpoints.unwrap_or_else(|| key.endpoints.take());
    key.models = fields.models.unwrap_or_else(|| key.models.take());
    key.budget = fields.budget.unwrap_or(key.budget);
    let requests_per_minute = snapshot.live.plan().cap(key.requests_per_minute);
    let to = clock::now();
    // From midnight on: what was spent before is known by days.
    let from = (to - TRIED_DAYS * DAY).div_euclid(DAY) * DAY;
    let (requests, mut refusals) = blocking(move || {
        let arrivals = store.arrivals(&key.id, from)?;
        let spent = store.spent_between(&key.id, key.spending_period().bounds(from).0, from)?;
        Ok::<_, StoreError>((arrivals.len() as u64, dry_run(&key, requests_per_minute, spent, from, &arrivals)))
    })
    .await?;
    refusals.sort_by_key(|refusals| std::cmp::Reverse(refusals.refused));
    let reason = |found: &dry_run::Refusals| Refusals {
        limit: found.limit.as_str(),
        refused: found.refused,
        first_at: found.first_at,
        first_request: found.first_request.to_string(),
    };
    Ok(Json(DryRun {
        from,
        to,
        requests,
        refused: refusals.iter().map(|found| found.refused).sum(),
        reasons: refusals.iter().map(reason).collect(),
    }))
}
