//! `/admin/storage`: how much the disk holds, and giving back what it need not.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use turnpike_store::{Sizes, Store};
use utoipa::ToSchema;

use crate::{
    api::{Serving, error::ApiError},
    blocking, clock,
    tending::retention,
    workspace::Workspace,
};

/// What the files hold.
#[derive(Serialize, ToSchema)]
pub(crate) struct Storage {
    /// Rows of the request log.
    requests: u64,
    /// When the oldest of them began, in Unix milliseconds.
    oldest_at: Option<i64>,
    database_bytes: u64,
    /// Requests whose bodies were kept.
    bodies: u64,
    bodies_bytes: u64,
    /// What is free on the disk; `null`: the system does not say.
    free_bytes: Option<u64>,
}

#[utoipa::path(get, path = "/storage", responses((status = 200, body = Storage)))]
pub(crate) async fn storage(State(store): State<Store>, State(serving): State<Arc<Serving>>) -> Result<Json<Storage>, ApiError> {
    blocking(move || Ok(Json(Storage::new(store.sizes()?, &serving)))).await
}

#[utoipa::path(post, operation_id = "compact_storage", path = "/storage/compact", responses((status = 200, body = Storage)))]
pub(crate) async fn compact(
    State(store): State<Store>,
    State(serving): State<Arc<Serving>>,
    State(workspace): State<Workspace>,
) -> Result<Json<Storage>, ApiError> {
    let retention = retention(&workspace);
    blocking(move || {
        let pruned = store.compact(clock::now(), &retention)?;
        tracing::info!(?pruned, "space was given back");
        Ok(Json(Storage::new(store.sizes()?, &serving)))
    })
    .await
}

impl Storage {
    fn new(sizes: Sizes, serving: &Serving) -> Self {
        let Sizes { requests, oldest_at, database_bytes, bodies, bodies_bytes } = sizes;
        let free_bytes = fs4::available_space(&serving.data_dir).ok();
        Self { requests, oldest_at, database_bytes, bodies, bodies_bytes, free_bytes }
    }
}
