//! The only place where an error becomes HTTP: OpenAI's body, status, type and code.

use std::{borrow::Cow, time::Duration};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use turnpike_domain::{budget::OverBudget, credits::Credits, key::masked, rate::Standing, request::SentError};
use turnpike_store::StoreError;
use turnpike_wire::openai::error::{ErrorBody, ErrorObject, InvalidRequest};

use crate::files::{FileError, ResolveError};

/// An error on its way to a client. Boxed: the common way is the one without.
#[derive(Debug)]
pub(crate) struct ApiError(Box<Details>);

/// What an error says.
#[derive(Debug)]
pub(super) struct Details {
    kind: Kind,
    message: String,
    pub(super) param: Option<String>,
    /// A provider's or a check's own code, in place of the kind's.
    pub(super) code: Option<Cow<'static, str>>,
    /// A provider's own status, in place of the kind's.
    pub(super) status: Option<StatusCode>,
    pub(super) retry_after: Option<Duration>,
    pub(super) metadata: Option<Value>,
    /// Where the window stands that refused.
    standing: Option<Standing>,
}

/// What can be wrong, from the client's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Invalid,
    NoKey,
    WrongKey,
    NotAllowed,
    ModelNotFound,
    NotFound,
    Method,
    TooLarge,
    MediaType,
    RateLimited,
    Quota,
    Headers,
    Server,
    Upstream,
    UpstreamAuth,
    UpstreamTimeout,
    Overloaded,
    Stopped,
    Paused,
    Conflict,
    Storage,
    DiskFull,
    Range,
}

impl Kind {
    /// Status, type and code, and whether asking again can help where the SDKs would guess wrong.
    const fn table(self) -> (StatusCode, &'static str, Option<&'static str>, Option<bool>) {
        const REQUEST: &str = "invalid_request_error";
        const SERVER: &str = "server_error";
        match self {
            Self::Invalid => (StatusCode::BAD_REQUEST, REQUEST, None, None),
            Self::NoKey => (StatusCode::UNAUTHORIZED, REQUEST, None, None),
            Self::WrongKey => (StatusCode::UNAUTHORIZED, REQUEST, Some("invalid_api_key"), None),
            Self::NotAllowed => (StatusCode::FORBIDDEN, REQUEST, None, None),
            Self::ModelNotFound => (StatusCode::NOT_FOUND, REQUEST, Some("model_not_found"), None),
            Self::NotFound => (StatusCode::NOT_FOUND, REQUEST, None, None),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, REQUEST, Some("method_not_supported"), None),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, REQUEST, None, None),
            Self::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, REQUEST, None, None),
            Self::Headers => (StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, REQUEST, None, None),
            Self::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "requests", Some("rate_limit_exceeded"), None),
            Self::Quota => (StatusCode::TOO_MANY_REQUESTS, "insufficient_quota", Some("insufficient_quota"), Some(false)),
            Self::Server => (StatusCode::INTERNAL_SERVER_ERROR, SERVER, None, None),
            Self::Upstream => (StatusCode::BAD_GATEWAY, SERVER, Some("upstream_error"), None),
            // Our user's setting is wrong, not our caller's key: neither 401 nor trying again would help.
            Self::UpstreamAuth => (StatusCode::BAD_GATEWAY, SERVER, Some("upstream_auth"), Some(false)),
            Self::UpstreamTimeout => (StatusCode::GATEWAY_TIMEOUT, SERVER, Some("upstream_timeout"), None),
            Self::Overloaded => (StatusCode::SERVICE_UNAVAILABLE, SERVER, Some("overloaded"), None),
            Self::Stopped => (StatusCode::SERVICE_UNAVAILABLE, SERVER, Some("stopped_by_owner"), Some(false)),
            Self::Paused => (StatusCode::SERVICE_UNAVAILABLE, SERVER, Some("paused"), Some(true)),
            Self::Conflict => (StatusCode::CONFLICT, REQUEST, None, None),
            Self::Storage => (StatusCode::PAYLOAD_TOO_LARGE, REQUEST, Some("storage_limit_exceeded"), None),
            Self::DiskFull => (StatusCode::INSUFFICIENT_STORAGE, SERVER, Some("disk_full"), Some(false)),
            Self::Range => (StatusCode::RANGE_NOT_SATISFIABLE, REQUEST, None, None),
        }
    }
}

impl ApiError {
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Details {
            kind,
            message,
            param: None,
            code: None,
            status: None,
            retry_after: None,
            metadata: None,
            standing: None,
        }))
    }

    pub(super) fn coded(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Self::new(kind, message).with(|details| details.code = Some(Cow::Borrowed(code)))
    }

    /// Adds what its kind does not say.
    pub(super) fn with(mut self, add: impl FnOnce(&mut Details)) -> Self {
        add(&mut self.0);
        self
    }

    pub(crate) fn invalid(param: &str, message: impl Into<String>) -> Self {
        Self::coded(Kind::Invalid, "invalid_value", message).about(param)
    }

    /// An image that the request points to and that can not be had.
    pub(crate) fn invalid_image_url(param: &str, message: impl Into<String>) -> Self {
        Self::coded(Kind::Invalid, "invalid_image_url", message).about(param)
    }

    /// An image was made, and can not be given as the client wants it.
    pub(crate) fn no_image(why: impl std::fmt::Display) -> Self {
        Self::new(Kind::Upstream, format!("An image was made, but {why}. Ask for another response_format."))
    }

    pub(crate) fn no_key() -> Self {
        Self::new(
            Kind::NoKey,
            "You didn't provide an API key. Send a Turnpike key in an Authorization header: 'Authorization: Bearer tp-…'.",
        )
    }

    pub(crate) fn wrong_key(sent: &str) -> Self {
        let message = format!("Incorrect API key provided: {}. Make a key in Turnpike's window, under Keys.", masked(sent));
        Self::new(Kind::WrongKey, message)
    }

    pub(crate) fn key_off(why: &str) -> Self {
        Self::new(Kind::WrongKey, format!("This API key {why}. Use another key, or change it in Turnpike's window, under Keys."))
    }

    pub(crate) fn wrong_token() -> Self {
        Self::coded(
            Kind::WrongKey,
            "invalid_admin_token",
            "The admin token is missing or wrong. Send it as 'Authorization: Bearer …'.",
        )
    }

    pub(crate) fn not_allowed(code: &'static str, message: impl Into<String>) -> Self {
        Self::coded(Kind::NotAllowed, code, message)
    }

    pub(crate) fn model_not_found(model: &str) -> Self {
        let model: String = model.chars().take(128).collect();
        Self::new(Kind::ModelNotFound, format!("The model `{model}` does not exist or you do not have access to it."))
    }

    /// The model does not take speech, and the request holds some.
    pub(crate) fn no_audio(model: &str) -> Self {
        let advice = "Transcribe it first with /v1/audio/transcriptions and pass the text";
        let message = format!("The model '{model}' does not take audio input. {advice}.");
        Self::coded(Kind::Invalid, "audio_not_supported_by_model", message)
    }

    /// Names the field that it is about.
    pub(crate) fn about(self, param: &str) -> Self {
        self.with(|details| details.param = Some(param.to_owned()))
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    pub(crate) fn method(method: &str, path: &str) -> Self {
        Self::new(Kind::Method, format!("Not allowed to {method} on {path}."))
    }

    pub(crate) fn too_large(most: usize) -> Self {
        Self::new(Kind::TooLarge, format!("Maximum content size limit ({most}) exceeded. Send less than {most} bytes."))
    }

    pub(crate) fn headers_too_large(most: usize) -> Self {
        Self::new(Kind::Headers, format!("The request's headers are larger than {most} bytes."))
    }

    pub(crate) fn media_type(expected: &str) -> Self {
        Self::new(Kind::MediaType, format!("Unsupported content type. Send the request as {expected}."))
    }

    /// A range of bytes that the file does not have.
    pub(crate) fn no_range(bytes: u64) -> Self {
        Self::new(Kind::Range, format!("The requested range is outside the file, which has {bytes} bytes."))
    }

    pub(crate) fn body_lost() -> Self {
        Self::new(Kind::Invalid, "The request's body ended before it was complete.")
    }

    pub(crate) fn rate_limited(whose: &str, limit: u32, per: &str, retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs_f64().ceil().max(1.0);
        let message =
            format!("Rate limit reached for {whose}: limit {limit} requests per {per}. Please try again in {seconds}s.");
        Self::new(Kind::RateLimited, message).with(|details| details.retry_after = Some(retry_after))
    }

    pub(crate) fn busy() -> Self {
        let message = "Turnpike is serving as many requests as it may at once. Please try again in a moment.";
        Self::new(Kind::Overloaded, message).with(|details| details.retry_after = Some(Duration::from_secs(1)))
    }

    pub(crate) fn paused() -> Self {
        let message = "Turnpike is paused. Resume it in its window.";
        Self::new(Kind::Paused, message).with(|details| details.retry_after = Some(Duration::from_secs(30)))
    }

    pub(crate) fn over_budget(over: &OverBudget, needed: Option<Credits>) -> Self {
        let needed = needed.map(|needed| format!(" This request may cost up to {needed}.")).unwrap_or_default();
        let remaining = over.remaining;
        let message = if over.in_flight {
            format!(
                "Requests in flight hold what is left of this key's budget: {remaining} credits remain.{needed} Try again when they have ended."
            )
        } else {
            format!(
                "You exceeded this key's budget: {remaining} credits remain.{needed} Raise the budget in Turnpike's window, under Keys."
            )
        };
        let source = if over.in_flight { "in_flight" } else { "key_budget" };
        let metadata = json!({"limit_source": source, "remaining_credits": remaining, "period_ends_at": over.period_ends.map(|at| at / 1_000)});
        Self::new(Kind::Quota, message).with(|details| {
            details.metadata = Some(metadata);
            details.retry_after = over.in_flight.then_some(Duration::from_secs(1));
        })
    }

    pub(crate) fn stopped() -> Self {
        Self::new(Kind::Stopped, "The owner of this Turnpike stopped the request.")
    }

    pub(crate) fn server() -> Self {
        Self::new(Kind::Server, "The server had an error while processing your request. Turnpike's log says more.")
    }

    /// What is to go is still under way.
    pub(crate) fn under_way(message: &str) -> Self {
        Self::coded(Kind::Conflict, "under_way", message).about("id")
    }

    /// A job that its client has waited for gave nothing.
    pub(crate) fn job(code: String, message: String) -> Self {
        let kind = match code.as_str() {
            "content_policy_violation" | "invalid" => Kind::Invalid,
            turnpike_domain::job::STORAGE_FULL => Kind::Storage,
            _ => Kind::Upstream,
        };
        Self::new(kind, message).with(|details| details.code = Some(Cow::Owned(code)))
    }

    pub(crate) fn with_standing(self, standing: Standing) -> Self {
        self.with(|details| details.standing = Some(standing))
    }

    /// For a stream that has begun, in place of its next event.
    pub(crate) fn event(&self) -> Vec<u8> {
        let mut event = b"data: ".to_vec();
        event.extend(self.body());
        event.extend(b"\n\n");
        event
    }

    /// For the request's record.
    pub(crate) fn sent(&self) -> SentError {
        let (_, kind, _, _) = self.0.kind.table();
        SentError {
            message: self.0.message.clone(),
            kind: kind.to_owned(),
            param: self.0.param.clone(),
            code: self.code().map(str::to_owned),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.0.status.unwrap_or(self.0.kind.table().0)
    }

    pub(super) fn code(&self) -> Option<&str> {
        self.0.code.as_deref().or(self.0.kind.table().2)
    }

    /// OpenAI's error body.
    pub(crate) fn body(&self) -> Vec<u8> {
        let (_, kind, _, _) = self.0.kind.table();
        let error = ErrorObject {
            message: &self.0.message,
            kind,
            param: self.0.param.as_deref(),
            code: self.code(),
            metadata: self.0.metadata.as_ref(),
        };
        serde_json::to_vec(&ErrorBody { error }).unwrap_or_default()
    }

    fn headers(&self, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(wait) = self.0.retry_after {
            let seconds = wait.as_secs_f64().ceil().max(1.0) as u64;
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(standing) = &self.0.standing {
            super::reply::stamp_standing(headers, standing);
        }
        let (_, _, _, should_retry) = self.0.kind.table();
        let may_fit_soon = self.0.kind == Kind::Quota && self.0.retry_after.is_some();
        if let Some(should_retry) = should_retry.filter(|_| !may_fit_soon) {
            let value = HeaderValue::from_static(if should_retry { "true" } else { "false" });
            headers.insert(HeaderName::from_static("x-should-retry"), value);
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body()));
        *response.status_mut() = self.status();
        self.headers(response.headers_mut());
        response
    }
}

impl From<InvalidRequest> for ApiError {
    fn from(invalid: InvalidRequest) -> Self {
        Self::new(Kind::Invalid, invalid.message).with(|details| {
            details.param = invalid.param;
            details.code = invalid.code.map(Cow::Borrowed);
        })
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DuplicateKey(_) | StoreError::DuplicateSecret(_) => Self::invalid("id", error.to_string()),
            StoreError::ProviderInUse { .. } => Self::invalid("id", error.to_string()),
            StoreError::NoKey(_) | StoreError::NoProvider(_) | StoreError::NoModel(_) => Self::not_found(error.to_string()),
            error => {
                tracing::error!("the store failed: {error}");
                Self::server()
            }
        }
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::OverLimit { used, limit } => {
                let message = format!(
                    "Your files would exceed the storage limit: {used} of {limit} bytes are used. Delete files, or choose a larger plan in Turnpike's window, under Settings."
                );
                Self::new(Kind::Storage, message).about("file")
            }
            FileError::Disk(source) if source.kind() == std::io::ErrorKind::StorageFull => {
                Self::new(Kind::DiskFull, "The disk that Turnpike keeps its files on is full. Make room on it.")
            }
            FileError::Store(error) => error.into(),
            error => {
                tracing::error!("a file could not be kept or read: {error}");
                Self::server()
            }
        }
    }
}

impl From<ResolveError> for ApiError {
    fn from(error: ResolveError) -> Self {
        let message = error.to_string();
        match error {
            ResolveError::Wrong(invalid) => invalid.into(),
            ResolveError::File(error) => error.into(),
            ResolveError::Missing { place, .. } => Self::coded(Kind::NotFound, "file_not_found", message).about(&place),
            ResolveError::Untakeable { place, .. } => Self::coded(Kind::Invalid, "unsupported_file", message).about(&place),
            ResolveError::TooLarge { place, .. } => Self::new(Kind::TooLarge, message).about(&place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_s_key_is_never_repeated_whole() {
        let error = ApiError::wrong_key("tp-abcdefgh-0123456789012345678901234567890123456789");
        assert!(!String::from_utf8(error.body()).unwrap().contains("0123456789012345"));
    }

    #[test]
    fn a_budget_that_is_spent_is_not_to_be_retried_and_one_that_is_held_may_be() {
        let over = |in_flight| OverBudget { remaining: Credits::ZERO, in_flight, period_ends: Some(1_000) };
        let headers = |in_flight| ApiError::over_budget(&over(in_flight), None).into_response().headers().clone();
        assert_eq!(headers(false).get("x-should-retry").unwrap(), "false");
        assert!(headers(false).get("retry-after").is_none());
        assert!(headers(true).get("x-should-retry").is_none() && headers(true).contains_key("retry-after"));
    }
}
