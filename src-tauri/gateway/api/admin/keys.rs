//! `/admin/keys`: making, changing, rotating and deleting keys. A secret is shown in the answer that makes it,
//! and never again.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use turnpike_domain::{
    budget::{Budget, Period},
    credits::Credits,
    ids::{KeyId, ModelId},
    key::{Key, Preset, ROTATION_OVERLAP},
    request::{Capture, Endpoint},
};
use turnpike_wire::openai::error::InvalidRequest;
use utoipa::ToSchema;

use super::input::{Input, given};
use crate::{
    api::error::ApiError,
    clock,
    events::{Event, Events},
    workspace::{
        Workspace,
        apply::new_secret,
        snapshot::{KeyEntry, Snapshot},
    },
};

/// All keys.
#[derive(Serialize, ToSchema)]
pub(crate) struct Keys {
    data: Vec<KeyView>,
}

/// A key without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeyView {
    id: String,
    name: String,
    /// `tp-ab12cd34-…w9x8`
    prefix: String,
    preset: &'static str,
    requests_per_minute: Option<u32>,
    endpoints: Option<Vec<&'static str>>,
    models: Option<Vec<String>>,
    budget: Option<BudgetView>,
    spent: String,
    held: String,
    period_ends_at: Option<i64>,
    capture: Option<&'static str>,
    disabled: bool,
    expires_at: Option<i64>,
    created_at: i64,
    last_used_at: Option<i64>,
}

/// Credits per period.
#[derive(Serialize, ToSchema)]
pub(crate) struct BudgetView {
    credits: String,
    /// `day`, `week`, `month` or `total`.
    period: String,
}

/// A key that was just made or rotated.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeKey {
    key: KeyView,
    /// Shown this once.
    secret: String,
}

/// What a key may be given. A field that is left out stays as it is, one that is null is cleared.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct KeyFields {
    /// A new key needs one.
    name: Option<String>,
    /// A new key needs one: `playground`, `app`, `production` or `custom`.
    #[schema(value_type = Option<String>)]
    preset: Option<Preset>,
    #[serde(deserialize_with = "given")]
    requests_per_minute: Option<Option<u32>>,
    #[schema(value_type = Option<Vec<String>>)]
    #[serde(deserialize_with = "given")]
    endpoints: Option<Option<Vec<Endpoint>>>,
    #[schema(value_type = Option<Vec<String>>)]
    #[serde(deserialize_with = "given")]
    models: Option<Option<Vec<ModelId>>>,
    #[schema(value_type = Option<BudgetView>)]
    #[serde(deserialize_with = "given")]
    budget: Option<Option<Budget>>,
    #[schema(value_type = Option<String>)]
    #[serde(deserialize_with = "given")]
    capture: Option<Option<Capture>>,
    #[serde(deserialize_with = "given")]
    expires_at: Option<Option<i64>>,
    disabled: Option<bool>,
}

/// How to rotate.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rotation {
    /// How long the old secret keeps working; a day unless told.
    overlap_seconds: Option<u32>,
}

#[utoipa::path(get, operation_id = "list_keys", path = "/keys", responses((status = 200, body = Keys)))]
pub(crate) async fn list(State(workspace): State<Workspace>) -> Json<Keys> {
    let snapshot = workspace.current();
    let mut entries: Vec<_> = snapshot.keys.values().collect();
    entries.sort_by_key(|entry| (entry.key.created_at, entry.key.id.clone()));
    Json(Keys { data: entries.into_iter().map(|entry| view(entry)).collect() })
}

#[utoipa::path(post, operation_id = "create_key", path = "/keys", request_body = KeyFields, responses((status = 201, body = MadeKey), (status = 400)))]
pub(crate) async fn create(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Input(fields): Input<KeyFields>,
) -> Result<(StatusCode, Json<MadeKey>), ApiError> {
    let preset = fields.preset.ok_or_else(|| InvalidRequest::missing("preset"))?;
    let secret = new_secret().map_err(|_| ApiError::server())?;
    let mut key = Key::of_secret(&secret, String::new(), preset, clock::now());
    fields.apply(&mut key, &workspace.current())?;
    let (id, hash) = (key.id.clone(), secret.hash());
    workspace.change(move |store| store.insert_key(&key, hash)).await?;
    events.publish(|| Event::Keys);
    let made = MadeKey { key: find(&workspace, &id)?, secret: secret.expose().to_owned() };
    Ok((StatusCode::CREATED, Json(made)))
}

#[utoipa::path(patch, operation_id = "change_key", path = "/keys/{id}", params(("id" = String, Path)), request_body = KeyFields, responses((status = 200, body = KeyView), (status = 400), (status = 404)))]
pub(crate) async fn change(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Path(id): Path<KeyId>,
    Input(fields): Input<KeyFields>,
) -> Result<Json<KeyView>, ApiError> {
    let mut key = workspace.current().keys.get(&id).map(|entry| entry.key.clone()).ok_or_else(no_key)?;
    fields.apply(&mut key, &workspace.current())?;
    workspace.change(move |store| store.update_key(&key)).await?;
    events.publish(|| Event::Keys);
    find(&workspace, &id).map(Json)
}

#[utoipa::path(post, operation_id = "rotate_key", path = "/keys/{id}/rotate", params(("id" = String, Path)), request_body = Rotation, responses((status = 200, body = MadeKey), (status = 404)))]
pub(crate) async fn rotate(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Path(id): Path<KeyId>,
    Input(rotation): Input<Rotation>,
) -> Result<Json<MadeKey>, ApiError> {
    let secret = new_secret().map_err(|_| ApiError::server())?;
    let overlap = rotation.overlap_seconds.map_or(ROTATION_OVERLAP.as_millis() as i64, |seconds| i64::from(seconds) * 1_000);
    let (ends, hash, last_four, key) = (clock::now() + overlap, secret.hash(), secret.last_four().to_owned(), id.clone());
    workspace.change(move |store| store.rotate_key(&key, hash, &last_four, ends)).await?;
    events.publish(|| Event::Keys);
    Ok(Json(MadeKey { key: find(&workspace, &id)?, secret: secret.expose().to_owned() }))
}

#[utoipa::path(delete, operation_id = "delete_key", path = "/keys/{id}", params(("id" = String, Path)), responses((status = 204), (status = 404)))]
pub(crate) async fn delete(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Path(id): Path<KeyId>,
) -> Result<StatusCode, ApiError> {
    workspace.change(move |store| store.delete_key(&id)).await?;
    events.publish(|| Event::Keys);
    Ok(StatusCode::NO_CONTENT)
}

impl KeyFields {
    fn apply(self, key: &mut Key, snapshot: &Snapshot) -> Result<(), ApiError> {
        if let Some(name) = self.name {
            key.name = name.trim().chars().take(80).collect();
        }
        if key.name.is_empty() {
            return Err(ApiError::invalid("name", "A key needs a name, so that its requests can be told apart."));
        }
        if snapshot.keys.values().any(|other| other.key.id != key.id && other.key.name == key.name) {
            return Err(ApiError::invalid("name", format!("There is a key named '{}' already.", key.name)));
        }
        if self.requests_per_minute == Some(Some(0)) {
            return Err(ApiError::invalid("requests_per_minute", "Allow 1 request per minute or more, or switch the key off."));
        }
        if let Some(unknown) = self.models.iter().flatten().flatten().find(|id| !snapshot.routes.contains_key(*id)) {
            return Err(ApiError::invalid("models", format!("There is no model `{unknown}`.")));
        }
        if self.budget.flatten().is_some_and(|budget| budget.credits == Credits::ZERO) {
            return Err(ApiError::invalid("budget", "A budget needs more than 0 credits; to allow nothing, switch the key off."));
        }
        key.preset = self.preset.unwrap_or(key.preset);
        key.requests_per_minute = self.requests_per_minute.unwrap_or(key.requests_per_minute);
        key.endpoints = self.endpoints.unwrap_or_else(|| key.endpoints.take());
        key.models = self.models.unwrap_or_else(|| key.models.take());
        key.budget = self.budget.unwrap_or(key.budget);
        key.capture = self.capture.unwrap_or(key.capture);
        key.expires_at = self.expires_at.unwrap_or(key.expires_at);
        key.disabled = self.disabled.unwrap_or(key.disabled);
        Ok(())
    }
}

fn find(workspace: &Workspace, id: &KeyId) -> Result<KeyView, ApiError> {
    workspace.current().keys.get(id).map(|entry| view(entry)).ok_or_else(no_key)
}

pub(crate) fn no_key() -> ApiError {
    ApiError::not_found("There is no such key.").about("id")
}

fn view(entry: &KeyEntry) -> KeyView {
    let key = &entry.key;
    let (start, period_ends_at) = key.spending_period().bounds(clock::now());
    let balance = *entry.account.balance();
    let current = balance.period_start == start;
    let last_used_at = Some(entry.account.last_used_at()).filter(|at| *at > 0).or(entry.last_used_at);
    KeyView {
        id: key.id.to_string(),
        name: key.name.clone(),
        prefix: format!("tp-{}-…{}", key.id, key.last_four),
        preset: key.preset.as_str(),
        requests_per_minute: key.requests_per_minute,
        endpoints: key.endpoints.as_ref().map(|endpoints| endpoints.iter().map(|endpoint| endpoint.as_str()).collect()),
        models: key.models.as_ref().map(|models| models.iter().map(ToString::to_string).collect()),
        budget: key.budget.map(|budget| BudgetView { credits: budget.credits.to_string(), period: period(budget.period) }),
        spent: if current { balance.spent } else { Credits::ZERO }.to_string(),
        held: balance.held.to_string(),
        period_ends_at,
        capture: key.capture.map(Capture::as_str),
        disabled: key.disabled,
        expires_at: key.expires_at,
        created_at: key.created_at,
        last_used_at,
    }
}

fn period(period: Period) -> String {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Total => "total",
    }
    .to_owned()
}
