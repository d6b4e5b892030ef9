//! `/admin/settings`: what takes effect at once.

use axum::{Json, extract::State};
use serde_json::{Map, Value};

use super::input::Input;
use crate::{
    api::error::ApiError,
    events::{Event, Events},
    workspace::{Workspace, live::Live},
};

#[utoipa::path(get, operation_id = "show_settings", path = "/settings", responses((status = 200, body = Live)))]
pub(crate) async fn show(State(workspace): State<Workspace>) -> Json<Live> {
    Json(workspace.current().live.clone())
}

#[utoipa::path(patch, operation_id = "change_settings", path = "/settings", request_body = Object, responses((status = 200, body = Live), (status = 400)))]
pub(crate) async fn change(
    State(workspace): State<Workspace>,
    State(events): State<Events>,
    Input(changes): Input<Map<String, Value>>,
) -> Result<Json<Live>, ApiError> {
    let mut fields = serde_json::to_value(&workspace.current().live).unwrap_or_default();
    for (name, value) in changes {
        fields[name.as_str()] = value;
    }
    let live: Live = serde_json::from_value(fields).map_err(|error| ApiError::invalid("settings", format!("{error}.")))?;
    live.check().map_err(|reason| ApiError::invalid("settings", reason))?;
    let rows = live.to_rows();
    workspace.change(move |store| rows.iter().try_for_each(|(name, json)| store.put_setting(name, json))).await?;
    events.publish(|| Event::Settings);
    Ok(Json(live))
}
