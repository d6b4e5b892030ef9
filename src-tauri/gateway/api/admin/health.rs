//! `GET /admin/providers/health`: how each provider has been doing over the last day, and what it said last.

use std::time::Instant;

use axum::{Json, extract::State};
use serde::Serialize;
use turnpike_domain::health::{Condition, Signs};
use turnpike_store::{Store, TrackRecord};
use utoipa::ToSchema;

use crate::{
    api::error::ApiError,
    blocking, clock,
    workspace::{Workspace, route::Upstream, snapshot::Snapshot},
};

/// All providers.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProvidersHealth {
    data: Vec<ProviderHealth>,
}

/// One provider over the last 24 hours.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProviderHealth {
    provider: String,
    /// `up`, `degraded`, `down`, `cooling`, `off` or `unknown`.
    state: &'static str,
    last_error: Option<LastError>,
    /// When it began to fail every time; Unix milliseconds. `null` while it serves.
    failing_since: Option<i64>,
    cooling: Vec<CoolingTarget>,
    attempts: u64,
    failed: u64,
    duration_p50_ms: Option<u64>,
    first_token_p50_ms: Option<u64>,
}

/// What went wrong last.
#[derive(Serialize, ToSchema)]
pub(crate) struct LastError {
    message: String,
    kind: &'static str,
    /// Unix milliseconds.
    at: i64,
}

/// A model there that is left alone for a while.
#[derive(Serialize, ToSchema)]
pub(crate) struct CoolingTarget {
    /// Its name there.
    upstream: String,
    seconds: u64,
    message: Option<String>,
}

const DAY_MS: i64 = 86_400_000;

#[utoipa::path(get, operation_id = "show_providers_health", path = "/providers/health", responses((status = 200, body = ProvidersHealth)))]
pub(crate) async fn show(
    State(workspace): State<Workspace>,
    State(store): State<Store>,
) -> Result<Json<ProvidersHealth>, ApiError> {
    let since = clock::now() - DAY_MS;
    let mut records = blocking(move || store.track_records(since)).await?;
    let snapshot = workspace.current();
    let all = snapshot.providers.iter();
    let data = all.map(|provider| view(provider, records.remove(provider.id.as_str()).unwrap_or_default(), &snapshot)).collect();
    Ok(Json(ProvidersHealth { data }))
}

fn view(provider: &Upstream, record: TrackRecord, snapshot: &Snapshot) -> ProviderHealth {
    let cooling = cooling(provider, snapshot);
    // What answers inside this process fails on purpose only.
    let held_against = |failures| if provider.vendor.answer.is_some() { 0 } else { failures };
    let condition = Condition::of(Signs {
        off: provider.disabled,
        unusable: !provider.usable,
        cooling: !cooling.is_empty(),
        attempts: record.attempts,
        failed: held_against(record.failed),
        failed_in_a_row: held_against(record.failed_in_a_row),
    });
    let last_error = record.last_failure.map(|last| LastError { message: last.message, kind: last.kind.as_str(), at: last.at });
    ProviderHealth {
        provider: provider.id.to_string(),
        state: condition.as_str(),
        last_error,
        failing_since: record.failing_since.filter(|_| provider.vendor.answer.is_none()),
        cooling,
        attempts: record.attempts,
        failed: record.failed,
        duration_p50_ms: record.duration_p50_ms,
        first_token_p50_ms: record.first_token_p50_ms,
    }
}

/// Several models may be one target.
fn cooling(provider: &Upstream, snapshot: &Snapshot) -> Vec<CoolingTarget> {
    let now = Instant::now();
    let own = snapshot.routes.values().filter_map(|route| route.targets.first());
    let own = own.filter(|target| target.provider.id == provider.id);
    let mut cooling: Vec<_> = own
        .filter_map(|target| {
            let seconds = target.health.cooling(now)?.as_secs().max(1);
            let message = target.health.last_failure().map(|(_, message)| message);
            Some(CoolingTarget { upstream: target.upstream.clone(), seconds, message })
        })
        .collect();
    cooling.sort_by(|a, b| a.upstream.cmp(&b.upstream));
    cooling.dedup_by(|a, b| a.upstream == b.upstream);
    cooling
}
