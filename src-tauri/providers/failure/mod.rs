//! What providers say when something went wrong, as one [`Failure`]. They say it in a dozen shapes, some with the
//! wrong status; what nobody can read is still a failure with a kind.

mod complaint;
mod kind;
mod patience;
mod redact;

use std::time::Duration;

use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};

use complaint::Complaint;
pub use redact::redact;

/// The most characters of a provider's words that are kept.
const LONGEST_MESSAGE: usize = 500;

/// Reads an answer that is no success.
pub(crate) fn of_answer(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
    let complaint = match serde_json::from_slice::<Value>(body) {
        Ok(value) => Complaint::of(&value),
        Err(_) => Complaint { message: readable(status, body), ..Complaint::default() },
    };
    let mut failure = build(Some(status), complaint);
    if failure.message.is_empty() {
        failure.message = format!("the provider answered {status} and gave no reason");
    }
    failure.retry_after = retry_after.or(failure.retry_after);
    failure
}

/// Reads an error that came inside a success: in a stream, or as the body of a 200.
pub(crate) fn in_band(json: &str) -> Failure {
    let complaint = serde_json::from_str::<Value>(json).map(|value| Complaint::of(&value)).unwrap_or_default();
    let status = complaint.status;
    let mut failure = build(status, complaint);
    if failure.message.is_empty() {
        failure.message = "the provider sent an error and gave no reason".to_owned();
    }
    failure
}

/// A success by its status whose body is none.
pub(crate) fn unreadable(body: &[u8]) -> Failure {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Failure::new(FailureKind::BadReply, "the provider answered 200 with an empty body");
    }
    let words = readable(200, body);
    Failure::new(FailureKind::BadReply, shorten(&redact(&format!("the provider's answer can not be read: {words}"))))
}

/// A request that can not be put into the words of its model's dialect.
pub(crate) fn refused(code: &str, param: impl Into<String>, message: String) -> Failure {
    Failure { code: Some(code.to_owned()), param: Some(param.into()), ..Failure::new(FailureKind::Invalid, message) }
}

fn build(status: Option<u16>, complaint: Complaint) -> Failure {
    let kind = kind::of(status, &complaint);
    let retry_after = complaint.retry_after.or_else(|| patience::asked_for(&complaint.message));
    let generic = ["invalid_request_error", "server_error", "api_error", "error", ""];
    let code = complaint.code.or(complaint.kind.filter(|kind| !generic.contains(&kind.as_str())));
    Failure {
        kind,
        status,
        message: shorten(&redact(&complaint.message)),
        code: code.map(|code| shorten(&redact(&code))),
        param: complaint.param,
        retry_after,
    }
}

/// The words in a body that is not JSON: the title of a web page, or its text.
fn readable(status: u16, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(16 * 1024)]);
    let text = text.trim();
    if !text.starts_with('<') {
        return text.to_owned();
    }
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|at| {
        let start = at + lower[at..].find('>')? + 1;
        Some(text[start..start + lower[start..].find('<')?].trim())
    });
    let words = title.filter(|title| !title.is_empty()).map_or_else(|| without_tags(text), str::to_owned);
    format!("the provider answered {status} with a web page: {words}")
}

fn without_tags(html: &str) -> String {
    let texts = html.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn shorten(text: &str) -> String {
    text.chars().take(LONGEST_MESSAGE).collect()
}

#[cfg(test)]
mod tests {
    use super::{FailureKind::*, *};

    fn of(status: u16, body: &str) -> Failure {
        of_answer(status, None, body.as_bytes())
    }

    #[test]
    fn quirk_39_every_shape_of_an_error_has_its_kind() {
        for (status, body, kind) in [
            (401, r#"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#, Auth),
            (400, r#"{"code":"invalid-argument","error":"Incorrect API key provided: ab***yz"}"#, Auth),
            (400, r#"{"error":{"status":"INVALID_ARGUMENT","message":"API key not valid. Please pass a valid API key."}}"#, Auth),
            (401, r#"{"detail":"Invalid API Key"}"#, Auth),
            (403, r#"{"error":{"message":"Your key may not use this model"}}"#, Permission),
            (404, r#"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#, ModelNotFound),
            (400, r#"{"code":"invalid-argument","error":"Model not found: grok-0"}"#, ModelNotFound),
            (400, r#"{"object":"error","message":"Invalid model: x","type":"invalid_model","code":"1500"}"#, ModelNotFound),
            (404, r#"{"error":"model \"x\" not found, try pulling it first"}"#, ModelNotFound),
            (404, "404 page not found", ModelNotFound),
            (
                400,
                r#"{"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}}"#,
                ContextLength,
            ),
            (
                400,
                r#"{"error":{"code":400,"message":"request (2009 tokens) exceeds the available context size","type":"exceed_context_size_error"}}"#,
                ContextLength,
            ),
            (
                413,
                r#"{"error":{"message":"Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 7000","code":"rate_limit_exceeded"}}"#,
                ContextLength,
            ),
            (
                429,
                r#"{"error":{"message":"Rate limit reached for x on tokens per min. Please try again in 20s.","code":"rate_limit_exceeded"}}"#,
                RateLimited,
            ),
            (
                429,
                r#"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#,
                Quota,
            ),
            (
                429,
                r#"[{"error":{"code":429,"message":"Quota exceeded for metric: requests PerDay","status":"RESOURCE_EXHAUSTED"}}]"#,
                Quota,
            ),
            (402, r#"{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}"#, Quota),
            (503, r#"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#, Overloaded),
            (529, r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#, Overloaded),
            (500, r#"{"error":{"message":"The engine is currently overloaded"}}"#, Overloaded),
            (500, "", Server),
            (502, "<html><head><title>502 Bad Gateway</title></head></html>", Server),
            (504, "upstream request timeout", Timeout),
            (524, "<html>", Timeout),
            (400, r#"{"error":{"message":"blocked by the safety system","code":"content_policy_violation"}}"#, ContentPolicy),
            (
                422,
                r#"{"detail":[{"loc":["body","seed"],"msg":"Extra inputs are not permitted","type":"extra_forbidden"}]}"#,
                Invalid,
            ),
            (400, r#""just a string""#, Invalid),
            (
                400,
                r#"{"error":{"message":"Tool call validation failed","code":"tool_use_failed","failed_generation":"x"}}"#,
                BadReply,
            ),
            (
                501,
                r#"{"error":{"code":501,"message":"This server does not support embeddings","type":"not_supported_error"}}"#,
                Invalid,
            ),
        ] {
            let failure = of(status, body);
            assert_eq!(failure.kind, kind, "{status} {body}");
            assert_eq!(failure.status, Some(status));
            assert!(!failure.message.is_empty(), "{status} {body}");
        }
    }

    #[test]
    fn code_and_param_are_kept_and_a_number_is_no_code() {
        let failure = of(
            400,
            r#"{"error":{"message":"m","type":"invalid_request_error","param":"temperature","code":"decimal_above_max_value"}}"#,
        );
        assert_eq!((failure.code.as_deref(), failure.param.as_deref()), (Some("decimal_above_max_value"), Some("temperature")));
        let failure = of(400, r#"{"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}"#);
        assert_eq!(failure.code.as_deref(), Some("exceed_context_size_error"));
        assert_eq!(of(400, r#"{"error":{"code":400,"message":"m"}}"#).code, None);
        let failure = of(422, r#"{"detail":[{"loc":["body","seed"],"msg":"not permitted"}]}"#);
        assert_eq!((&*failure.message, failure.param.as_deref()), ("not permitted", Some("body.seed")));
    }

    #[test]
    fn quirk_8_a_web_page_is_told_by_its_title_and_nothing_is_too_long() {
        let page = of(413, "<!DOCTYPE html>\n<HTML><TITLE>413 Request Entity Too Large</TITLE><p>x</p>");
        assert_eq!(page.message, "the provider answered 413 with a web page: 413 Request Entity Too Large");
        assert_eq!(of(502, "<h1>Bad</h1> <p>Gateway</p>").message, "the provider answered 502 with a web page: Bad Gateway");
        assert_eq!(of(500, "").message, "the provider answered 500 and gave no reason");
        assert_eq!(of(500, &"é".repeat(9_000)).message.chars().count(), 500);
        assert_eq!(unreadable(b" \n").kind, BadReply);
    }

    #[test]
    fn the_words_of_the_provider_behind_the_provider_are_told() {
        let body = r#"{"error":{"code":429,"message":"Provider returned error","metadata":{"provider_name":"G","raw":"x is temporarily rate-limited upstream"}}}"#;
        assert_eq!(of(429, body).message, "Provider returned error: x is temporarily rate-limited upstream");
        let nested = r#"{"error":{"code":400,"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"prompt is too long\"}}"}}}"#;
        assert_eq!(
            (of(400, nested).kind, &*of(400, nested).message),
            (ContextLength, "Provider returned error: prompt is too long")
        );
    }

    #[test]
    fn an_error_in_band_is_judged_by_the_status_inside_it() {
        for (json, kind, status) in [
            (r#"{"error":{"message":"Provider disconnected","code":502}}"#, Server, Some(502)),
            (r#"{"error":{"message":"slow down","code":"429"}}"#, RateLimited, Some(429)),
            (r#"{"error":{"message":"no call","code":"tool_use_failed","status_code":400}}"#, BadReply, Some(400)),
            (r#"{"error":{"message":"Overloaded","type":"overloaded_error"}}"#, Overloaded, None),
            (r#"{"error":"something"}"#, Server, None),
        ] {
            let failure = in_band(json);
            assert_eq!((failure.kind, failure.status), (kind, status), "{json}");
        }
    }

    #[test]
    fn quirk_7_the_codes_of_a_base_resp_are_of_the_kind_that_they_mean() {
        for (code, words, kind) in [
            (1000, "unknown error", Server),
            (1001, "request timeout", Timeout),
            (1002, "rate limit", RateLimited),
            (1004, "login fail: Please carry the API secret key", Auth),
            (1008, "insufficient balance", Quota),
            (1027, "output new_sensitive", ContentPolicy),
            (1039, "token limit", Invalid),
            (2013, "invalid params, context window exceeds limit", ContextLength),
            (2013, "invalid params", Invalid),
            (2049, "invalid api key", Auth),
            (2056, "usage limit exceeded", RateLimited),
        ] {
            let json = serde_json::json!({"base_resp": {"status_code": code, "status_msg": words}}).to_string();
            let failure = in_band(&json);
            assert_eq!((failure.kind, &*failure.message), (kind, words), "{code}");
            assert_eq!(failure.code, Some(code.to_string()));
        }
    }

    #[test]
    fn the_header_s_patience_wins_over_the_text_s() {
        let body = br#"{"error":{"message":"try again in 20s"}}"#;
        assert_eq!(of_answer(429, None, body).retry_after, Some(Duration::from_secs(20)));
        assert_eq!(of_answer(429, Some(Duration::from_secs(3)), body).retry_after, Some(Duration::from_secs(3)));
    }
}
