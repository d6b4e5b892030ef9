//! `GET /v1/images/content/{id}`: an image at an address of our own. It needs no key: the address is one.

use std::time::Instant;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, header, request::Parts, uri::Authority},
    response::Response,
};
use turnpike_providers::Picture;

use crate::{
    api::{caller::Acting, error::ApiError, reply},
    handouts::Handouts,
    listening::Listening,
};

pub(crate) async fn content(State(handouts): State<Handouts>, Path(id): Path<String>) -> Response {
    let missing = || ApiError::not_found("There is no image at this address, or no longer: it is good for an hour.");
    reply::free(handouts.find(&id, Instant::now()).ok_or_else(missing).map(|bytes| {
        let media_type = Picture::of(bytes.clone()).map_or("application/octet-stream", |picture| picture.media_type);
        let mut response = Response::new(Body::from(bytes));
        for (name, value) in [
            (header::CONTENT_TYPE, media_type),
            (header::CACHE_CONTROL, "private, max-age=3600, immutable"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }))
}

/// Where the client that sent this request reaches such images: by the name that it called us by, which has been checked.
pub(super) fn base(parts: &Parts, listening: &Listening) -> String {
    format!("{}/images/content", called(parts).unwrap_or_else(|| listening.base_url()))
}

/// What a client that is not the window calls us.
pub(crate) fn called(parts: &Parts) -> Option<String> {
    let host = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let host = host.or_else(|| parts.uri.authority().map(Authority::as_str));
    host.filter(|_| parts.extensions.get::<Acting>().is_none()).map(|host| format!("http://{host}/v1"))
}
