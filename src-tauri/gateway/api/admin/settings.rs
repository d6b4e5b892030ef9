//! `/admin/settings`: what takes effect at once, and the list of what was changed.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use serde_json::{Map, Value};
use turnpike_store::{SettingChange, Store};
use utoipa::ToSchema;

use super::input::Input;
use crate::{
    api::error::{ApiError, Kind},
    blocking,
    controls::{Controls, Unchanged},
    workspace::{Workspace, live::Live},
};

/// What was changed, newest first; the last 200.
#[derive(Serialize, ToSchema)]
pub(crate) struct SettingChanges {
    data: Vec<SettingChangeView>,
}

/// One setting that got another value.
#[derive(Serialize, ToSchema)]
pub(crate) struct SettingChangeView {
    id: i64,
    /// Unix milliseconds.
    at: i64,
    name: String,
    before: Value,
    after: Value,
}

#[utoipa::path(get, operation_id = "show_settings", path = "/settings", responses((status = 200, body = Live)))]
pub(crate) async fn show(State(workspace): State<Workspace>) -> Json<Live> {
    Json(workspace.current().live.clone())
}

#[utoipa::path(patch, operation_id = "change_settings", path = "/settings", request_body = Live, responses((status = 200, body = Live), (status = 400), (status = 409)))]
pub(crate) async fn change(
    State(controls): State<Controls>,
    Input(named): Input<Map<String, Value>>,
) -> Result<Json<Live>, ApiError> {
    Ok(Json(controls.change(named).await?))
}

#[utoipa::path(get, operation_id = "list_setting_changes", path = "/settings/changes", responses((status = 200, body = SettingChanges)))]
pub(crate) async fn changes(State(store): State<Store>) -> Result<Json<SettingChanges>, ApiError> {
    let changes = blocking(move || store.setting_changes()).await?;
    Ok(Json(SettingChanges { data: changes.into_iter().map(view).collect() }))
}

#[utoipa::path(post, operation_id = "revert_setting_change", path = "/settings/changes/{id}/revert", params(("id" = i64, Path)), responses((status = 200, body = Live), (status = 404), (status = 409)))]
pub(crate) async fn revert(
    State(controls): State<Controls>,
    State(store): State<Store>,
    Path(id): Path<i64>,
) -> Result<Json<Live>, ApiError> {
    let found = blocking(move || store.setting_change(id)).await?;
    let change = view(found.ok_or_else(|| ApiError::not_found(format!("There is no change {id} in the list.")))?);
    Ok(Json(controls.change(Map::from_iter([(change.name, change.before)])).await?))
}

fn view(change: SettingChange) -> SettingChangeView {
    let SettingChange { id, at, name, before, after } = change;
    let value = |json: String| serde_json::from_str(&json).unwrap_or_default();
    SettingChangeView { id, at, name, before: value(before), after: value(after) }
}

impl From<Unchanged> for ApiError {
    fn from(unchanged: Unchanged) -> Self {
        match unchanged {
            Unchanged::Wrong(wrong) => Self::invalid(&wrong.setting, format!("{}.", wrong.reason)),
            Unchanged::Taken { address, by } => {
                let by = by.unwrap_or_else(|| "another program".to_owned());
                let message = format!("{address} is taken by {by}. End that, or choose another port.");
                Self::coded(Kind::Conflict, "address_in_use", message).about("listen")
            }
            Unchanged::Listen { address, source } => {
                Self::invalid("listen", format!("{address} can not be listened on: {source}."))
            }
            Unchanged::Store(error) => error.into(),
        }
    }
}
