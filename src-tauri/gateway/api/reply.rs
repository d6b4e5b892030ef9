//! The way out: the headers that every /v1 response carries, and the end of the request's record.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::{
    credits::Credits,
    ids::RequestId,
    rate::Standing,
    request::{PRICE_UNKNOWN, Request, State},
};

use super::error::ApiError;
use crate::relay::meter::Meter;

/// The headers of ours that a browser may be shown.
pub(crate) const OURS: [&str; 14] = [
    "x-request-id",
    "x-credits-used",
    "x-credits-reserved",
    "x-model-used",
    "x-fallback-from",
    "x-fallback-depth",
    "x-turnpike-warnings",
    "x-ratelimit-limit-requests",
    "x-ratelimit-remaining-requests",
    "x-ratelimit-reset-requests",
    "x-storage-used-bytes",
    "x-storage-limit-bytes",
    "retry-after",
    "x-should-retry",
];

/// An answer in one piece: settled, recorded, sent.
pub(crate) fn whole(meter: Meter, body: Bytes) -> Response {
    whole_as(meter, body, "application/json")
}

/// The same, of another type.
pub(crate) fn whole_as(mut meter: Meter, body: Bytes, content_type: &'static str) -> Response {
    meter.settle();
    if let Some(capturing) = meter.capturing() {
        capturing.response(&body);
    }
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Some(request) = meter.request() {
        stamp(response.headers_mut(), request, Cost::Used);
    }
    if let Some(standing) = meter.standing() {
        stamp_standing(response.headers_mut(), &standing);
    }
    keep_head(&mut meter, response.headers());
    meter.end(StatusCode::OK.as_u16(), None);
    response
}

/// An error: what was held goes back, the record says why.
pub(crate) fn refuse(mut meter: Meter, error: ApiError) -> Response {
    meter.settle();
    let sent = error.sent();
    if let Some(capturing) = meter.capturing() {
        capturing.response(&error.body());
    }
    let status = error.status().as_u16();
    let mut response = error.into_response();
    if let Some(request) = meter.request() {
        stamp(response.headers_mut(), request, Cost::Used);
    }
    if let Some(standing) = meter.standing() {
        stamp_standing(response.headers_mut(), &standing);
    }
    keep_head(&mut meter, response.headers());
    meter.end(status, Some(sent));
    response
}

/// The answer about a job, whose request ends with it.
pub(crate) fn job(meter: Meter, request: &Request, status: StatusCode, body: &Value) -> Response {
    let body = Bytes::from(body.to_string());
    let mut response = (status, Body::from(body.clone())).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    job_answered(meter, request, &body, response)
}

/// The error of a job that its client has waited for.
pub(crate) fn job_refused(meter: Meter, request: &Request, error: ApiError) -> Response {
    let body = error.body();
    job_answered(meter, request, &body, error.into_response())
}

fn job_answered(mut meter: Meter, request: &Request, body: &[u8], mut response: Response) -> Response {
    stamp_job(response.headers_mut(), meter.standing(), request);
    if let Some(capturing) = meter.capturing() {
        capturing.response(body);
    }
    keep_head(&mut meter, response.headers());
    meter.answered(request.id, !response.status().is_success());
    response
}

fn stamp_job(headers: &mut HeaderMap, standing: Option<Standing>, request: &Request) {
    stamp(headers, request, if request.state == State::Running { Cost::Reserved } else { Cost::Used });
    if let Some(standing) = standing {
        stamp_standing(headers, &standing);
    }
}

/// Keeps the headers of an answer, where its body is kept.
pub(crate) fn keep_head(meter: &mut Meter, headers: &HeaderMap) {
    if let Some(capturing) = meter.capturing() {
        capturing.head(headers);
    }
}

/// An answer to a call that costs nothing and is not logged.
pub(crate) fn free(answer: Result<Response, ApiError>) -> Response {
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    stamp_free(response.headers_mut());
    response
}

/// What any answer carries that no request's record stands behind.
pub(crate) fn stamp_free(headers: &mut HeaderMap) {
    stamp_id(headers);
    insert(headers, "x-credits-used", Credits::ZERO);
    headers.insert(HeaderName::from_static("x-fallback-depth"), HeaderValue::from_static("0"));
}

/// An id for an answer that has none yet.
pub(crate) fn stamp_id(headers: &mut HeaderMap) {
    if !headers.contains_key("x-request-id") {
        insert(headers, "x-request-id", RequestId(uuid::Uuid::now_v7()));
    }
}

/// Which credits are known when headers leave.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// What it cost.
    Used,
    /// What is held: a stream's cost is not known yet.
    Reserved,
}

/// The headers of a request's answer.
pub(crate) fn stamp(headers: &mut HeaderMap, request: &Request, cost: Cost) {
    insert(headers, "x-request-id", request.id);
    let (name, credits) = match cost {
        Cost::Used => ("x-credits-used", request.credits_used),
        Cost::Reserved => ("x-credits-reserved", request.credits_reserved),
    };
    if let Some(credits) = credits {
        insert(headers, name, credits);
    }
    if credits.is_none() || !request.warnings.is_empty() {
        insert(headers, "x-turnpike-warnings", warnings(request, credits.is_none()));
    }
    if let Some(used) = &request.model_used {
        insert(headers, "x-model-used", used);
    }
    if let Some(asked) = request.fallback_from() {
        insert(headers, "x-fallback-from", asked);
    }
    headers.insert(HeaderName::from_static("x-fallback-depth"), HeaderValue::from(request.fallback_depth));
}

/// Where a key's window stands, as OpenAI says it.
pub(crate) fn stamp_standing(headers: &mut HeaderMap, standing: &Standing) {
    headers.insert(HeaderName::from_static("x-ratelimit-limit-requests"), HeaderValue::from(standing.limit));
    headers.insert(HeaderName::from_static("x-ratelimit-remaining-requests"), HeaderValue::from(standing.remaining));
    insert(headers, "x-ratelimit-reset-requests", span(standing.reset));
}

fn insert(headers: &mut HeaderMap, name: &'static str, value: impl ToString) {
    // A model's name may hold what no header can; then the log alone says it.
    if let Ok(value) = HeaderValue::try_from(value.to_string()) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

fn warnings(request: &Request, price_unknown: bool) -> String {
    let told = request.warnings.iter().map(String::as_str).filter(|warning| *warning != PRICE_UNKNOWN);
    let told: Vec<String> = told.chain(price_unknown.then_some("price_unknown")).map(in_a_header).collect();
    told.join("; ")
}

/// What a header can hold of a text, so that there is one line and `; ` stands between two texts only.
fn in_a_header(text: &str) -> String {
    let fitting = |letter| match letter {
        ';' => ',',
        ' '..='~' => letter,
        _ => '?',
    };
    text.trim_end_matches('.').chars().map(fitting).collect()
}

/// `12ms`, `1s`, `6m0s`, `2m52.8s`: how OpenAI writes a span.
fn span(span: Duration) -> String {
    let (minutes, seconds) = (span.as_secs() / 60, span.as_secs() % 60);
    let tenths = span.subsec_millis() / 100;
    match (minutes, seconds, tenths) {
        (0, 0, _) => format!("{}ms", span.as_millis()),
        (0, seconds, 0) => format!("{seconds}s"),
        (0, seconds, tenths) => format!("{seconds}.{tenths}s"),
        (minutes, seconds, 0) => format!("{minutes}m{seconds}s"),
        (minutes, seconds, tenths) => format!("{minutes}m{seconds}.{tenths}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_fit_into_one_line() {
        assert_eq!(in_a_header("'te\u{301}mp;\r\nx-y: 1' is left out."), "'te?mp,??x-y: 1' is left out");
    }

    #[test]
    fn spans_are_written_as_openai_writes_them() {
        for (millis, text) in
            [(0, "0ms"), (12, "12ms"), (1_000, "1s"), (360_000, "6m0s"), (172_800, "2m52.8s"), (59_900, "59.9s")]
        {
            assert_eq!(span(Duration::from_millis(millis)), text);
        }
    }
}
