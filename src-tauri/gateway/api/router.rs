//! Every route on one page.

use axum::{
    Extension, Json, Router,
    extract::Request,
    http::{Method, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowHeaders, AllowOrigin, CorsLayer, ExposeHeaders},
    services::{ServeDir, ServeFile},
};
use turnpike_domain::job::JobKind;

use super::{
    App,
    admin::{self, connections, events, trying},
    error::ApiError,
    reply,
    v1::{
        audio::{speech, transcriptions},
        chat, embeddings, files,
        images::{create as images, handout},
        jobs, models, music, requests, videos,
    },
};

/// The public listener.
pub(crate) fn public(app: App) -> Router {
    v1("/v1")
        .route("/healthz", get(healthy))
        .fallback(unknown)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(CatchPanicLayer::custom(|_| ApiError::server().into_response()))
        .with_state(app)
}

/// The endpoints of /v1; the window reaches the same ones under `/admin/try`. Not nested, since that would have
/// every request's address taken apart and put together again.
fn v1(prefix: &str) -> Router<App> {
    let under = |path: &str| format!("{prefix}{path}");
    Router::new()
        .route(&under("/chat/completions"), post(chat::create))
        .route(&under("/embeddings"), post(embeddings::create))
        .route(&under("/files"), get(files::list::list).post(files::create::create))
        .route(&under("/files/{id}"), get(files::retrieve::retrieve).delete(files::delete::delete))
        .route(&under("/files/{id}/content"), get(files::content::content))
        .route(&under("/audio/speech"), post(speech::create))
        .route(&under("/audio/transcriptions"), post(transcriptions::transcribe))
        .route(&under("/audio/translations"), post(transcriptions::translate))
        .route(&under("/images/generations"), post(images::generate))
        .route(&under("/images/edits"), post(images::edit))
        .route(&under("/images/content/{id}"), get(handout::content))
        .merge(jobs(
            JobKind::Video,
            &under("/videos/generations"),
            Router::new()
                .route(&under("/videos/generations"), get(jobs::list::list).post(videos::create::generate))
                .route(&under("/videos"), get(videos::openai::list).post(videos::create::create_video))
                .route(&under("/videos/{id}"), get(videos::openai::retrieve).delete(videos::openai::delete))
                .route(&under("/videos/{id}/content"), get(jobs::content::content)),
        ))
        .merge(jobs(
            JobKind::Music,
            &under("/music/generations"),
            Router::new().route(&under("/music/generations"), get(jobs::list::list).post(music::generate)),
        ))
        .route(&under("/models"), get(models::list))
        .route(&under("/models/{*id}"), get(models::retrieve))
        .route(&under("/requests/{id}"), get(requests::retrieve))
}

/// What is under way at `path` and has ended there, whatever is made.
fn jobs(kind: JobKind, path: &str, more: Router<App>) -> Router<App> {
    more.route(&format!("{path}/{{id}}"), get(jobs::one::retrieve).delete(jobs::one::cancel))
        .route(&format!("{path}/{{id}}/events"), get(jobs::events::listen))
        .route(&format!("{path}/{{id}}/content"), get(jobs::content::content))
        .layer(Extension(kind))
}

/// The admin listener. `ui` is the folder of the built window, served to a browser.
pub(crate) fn admin(app: App, ui: Option<&std::path::Path>) -> Router {
    let (documented, document) = admin::routes().split_for_parts();
    let document = document.to_pretty_json().unwrap_or_default();
    let api = documented
        .route("/events", get(events::listen))
        .merge(v1("/try/v1").layer(middleware::from_fn_with_state(app.clone(), trying::act_as)))
        .fallback(unknown)
        .route_layer(middleware::from_fn_with_state(app.clone(), connections::require_token))
        .route("/openapi.json", get(move || async move { ([(header::CONTENT_TYPE, "application/json")], document) }));
    let router = Router::new().nest("/admin", api).method_not_allowed_fallback(method_not_allowed);
    let router = match ui {
        Some(folder) => router.fallback_service(ServeDir::new(folder).fallback(ServeFile::new(folder.join("index.html")))),
        None => router.fallback(unknown),
    };
    router.layer(CatchPanicLayer::custom(|_| ApiError::server().into_response())).with_state(app)
}

/// For pages of other origins that the user allowed. Who is not allowed has already been turned away.
pub(crate) fn cross_origin() -> CorsLayer {
    let ours = reply::OURS.map(axum::http::HeaderName::from_static);
    CorsLayer::new()
        .allow_origin(AllowOrigin::mirror_request())
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(ExposeHeaders::list(ours))
        .allow_private_network(true)
        .max_age(std::time::Duration::from_secs(600))
}

/// Says that it serves, and what: a second start recognises the first by it.
async fn healthy() -> Json<serde_json::Value> {
    Json(json!({"status": "ok", "app": "turnpike", "version": env!("CARGO_PKG_VERSION")}))
}

async fn unknown(request: Request) -> Response {
    let error = ApiError::not_found(format!("Invalid URL ({} {}).", request.method(), shown(&request)));
    reply::free(Err(error))
}

async fn method_not_allowed(request: Request) -> Response {
    reply::free(Err(ApiError::method(request.method().as_str(), shown(&request))))
}

/// The path alone: a query may hold a secret.
fn shown(request: &Request) -> &str {
    let path = request.uri().path();
    path.get(..path.len().min(200)).unwrap_or_default()
}
