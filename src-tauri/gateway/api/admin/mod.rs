//! The admin API: what the window and a browser of the owner's use. Its own listener, its own token; a key of
//! /v1 never opens it. The OpenAPI document is made from these handlers.

pub(crate) mod backup;
pub(crate) mod connections;
pub(crate) mod diagnostics;
pub(crate) mod discovery;
pub(crate) mod elsewhere;
pub(crate) mod events;
pub(crate) mod exchanges;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod input;
pub(crate) mod jobs;
pub(crate) mod key_figures;
pub(crate) mod keys;
pub(crate) mod marks;
pub(crate) mod models;
pub(crate) mod overview;
pub(crate) mod pause;
pub(crate) mod prices;
pub(crate) mod providers;
pub(crate) mod requests;
pub(crate) mod route;
pub(crate) mod settings;
pub(crate) mod status;
pub(crate) mod stop;
pub(crate) mod storage;
pub(crate) mod trying;
pub(crate) mod vendors;
pub(crate) mod views;
pub(crate) mod window;

use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::App;

#[derive(OpenApi)]
#[openapi(info(
    title = "Turnpike admin",
    description = "What Turnpike's window speaks. Credits are text, times are Unix milliseconds."
))]
struct Document;

/// Every admin route on one page, with its document.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(status::status))
        .routes(routes!(keys::list, keys::create))
        .routes(routes!(keys::change, keys::delete))
        .routes(routes!(keys::rotate))
        .routes(routes!(key_figures::usage))
        .routes(routes!(key_figures::dry_run_limits))
        .routes(routes!(overview::overview))
        .routes(routes!(elsewhere::elsewhere))
        .routes(routes!(requests::list))
        .routes(routes!(requests::volume))
        .routes(routes!(export::export))
        .routes(routes!(requests::retrieve, marks::change, marks::delete))
        .routes(routes!(marks::delete_some))
        .routes(routes!(exchanges::list))
        .routes(routes!(stop::stop))
        .routes(routes!(vendors::list))
        .routes(routes!(providers::list, providers::create))
        .routes(routes!(providers::change, providers::delete))
        .routes(routes!(providers::test))
        .routes(routes!(health::show))
        .routes(routes!(discovery::discover))
        .routes(routes!(models::list, models::put, models::delete))
        .routes(routes!(route::preview))
        .routes(routes!(prices::show))
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(settings::changes))
        .routes(routes!(settings::revert))
        .routes(routes!(files::list, files::create))
        .routes(routes!(files::retrieve, files::delete))
        .routes(routes!(files::content))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::retrieve, jobs::forget))
        .routes(routes!(jobs::cancel))
        .routes(routes!(storage::storage))
        .routes(routes!(storage::compact))
        .routes(routes!(backup::make))
        .routes(routes!(backup::restore))
        .routes(routes!(diagnostics::diagnostics))
        .routes(routes!(pause::pause))
        .routes(routes!(pause::resume))
        .routes(routes!(connections::client_log))
}

/// The document alone, as JSON.
pub(crate) fn document() -> String {
    routes().into_openapi().to_pretty_json().unwrap_or_default()
}
