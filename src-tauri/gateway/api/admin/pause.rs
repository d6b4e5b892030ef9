//! `POST /admin/pause` and `POST /admin/resume`: turning clients away, and letting them in again.

use axum::{Json, extract::State};

use super::status::{Status, Vitals};
use crate::pause::Pause;

#[utoipa::path(post, path = "/pause", responses((status = 200, body = Status)))]
pub(crate) async fn pause(State(pause): State<Pause>, State(vitals): State<Vitals>) -> Json<Status> {
    pause.set(true);
    Json(vitals.status())
}

#[utoipa::path(post, path = "/resume", responses((status = 200, body = Status)))]
pub(crate) async fn resume(State(pause): State<Pause>, State(vitals): State<Vitals>) -> Json<Status> {
    pause.set(false);
    Json(vitals.status())
}
