//! `GET /admin/prices`: which price list holds, and how fetching newer ones goes.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{prices::Prices, workspace::Workspace};

/// The price list. Whether newer ones are fetched is the setting `refresh_prices`.
#[derive(Serialize, ToSchema)]
pub(crate) struct PriceListView {
    /// Its name and version, as records of requests have it.
    source: String,
    /// When it was last known to be the newest; Unix milliseconds.
    checked_at: Option<i64>,
    /// When that was last tried.
    tried_at: Option<i64>,
    /// What was wrong then; `null`: nothing.
    trouble: Option<String>,
}

#[utoipa::path(get, operation_id = "show_prices", path = "/prices", responses((status = 200, body = PriceListView)))]
pub(crate) async fn show(State(prices): State<Prices>, State(workspace): State<Workspace>) -> Json<PriceListView> {
    let state = prices.state();
    Json(PriceListView {
        source: workspace.current().catalogue.source().to_owned(),
        checked_at: state.checked_at,
        tried_at: state.tried_at,
        trouble: state.trouble,
    })
}
