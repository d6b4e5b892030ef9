//! What an error of this API means where its status and its words mislead: too many requests and an empty account look
//! the same, and a wrong key is a bad request.

use std::time::Duration;

use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};

use crate::failure;

/// Reads an answer that is no success.
pub(super) fn of_answer(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
    let said = serde_json::from_slice(body).unwrap_or_default();
    corrected(failure::of_answer(status, retry_after, body), &said)
}

/// Reads an error that came inside a success.
pub(super) fn in_band(json: &str) -> Failure {
    corrected(failure::in_band(json), &serde_json::from_str(json).unwrap_or_default())
}

fn corrected(mut failure: Failure, said: &Value) -> Failure {
    let error = &said.get(0).unwrap_or(said)["error"];
    let message = error["message"].as_str().unwrap_or_default();
    let details = || error["details"].as_array().into_iter().flatten();
    let kind = match error["status"].as_str() {
        Some("RESOURCE_EXHAUSTED") => {
            let violations = details().filter_map(|detail| detail["violations"].as_array()).flatten();
            let daily = violations.filter_map(|violation| violation["quotaId"].as_str()).any(|id| id.contains("PerDay"));
            // Nothing at all is allowed, or nothing is left.
            let spent = message.contains("limit: 0") || message.contains("credits are depleted");
            Some(if daily || spent { FailureKind::Quota } else { FailureKind::RateLimited })
        }
        Some("INVALID_ARGUMENT") if details().any(|detail| detail["reason"] == "API_KEY_INVALID") => Some(FailureKind::Auth),
        Some("INVALID_ARGUMENT") if message.contains("exceeds the maximum number of tokens") => Some(FailureKind::ContextLength),
        // The place, or an account that has to be paid for.
        Some("FAILED_PRECONDITION") => Some(FailureKind::Permission),
        _ => None,
    };
    failure.kind = kind.unwrap_or(failure.kind);
    failure
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{FailureKind::*, *};

    fn of(status: u16, word: &str, message: &str, details: Value) -> Failure {
        let body = json!({"error": {"code": status, "message": message, "status": word, "details": details}});
        of_answer(status, None, body.to_string().as_bytes())
    }

    #[test]
    fn quirk_39_errors_are_of_the_kind_that_they_mean() {
        let quota = |id: &str| json!([{"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": id}]}]);
        let reason = |reason: &str| json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]);
        let exceeded = "You exceeded your current quota, please check your plan and billing details.";
        for (status, word, message, details, kind) in [
            (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", reason("API_KEY_INVALID"), Auth),
            (400, "INVALID_ARGUMENT", "Bad.", reason("API_KEY_INVALID"), Auth),
            (400, "INVALID_ARGUMENT", "Unknown name \"x\"", json!([]), Invalid),
            (
                400,
                "INVALID_ARGUMENT",
                "The input token count (9) exceeds the maximum number of tokens allowed (8).",
                json!([]),
                ContextLength,
            ),
            (400, "FAILED_PRECONDITION", "User location is not supported for the API use.", json!([]), Permission),
            (403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.", json!([]), Permission),
            (404, "NOT_FOUND", "models/x is not found for API version v1beta", json!([]), ModelNotFound),
            (429, "RESOURCE_EXHAUSTED", exceeded, quota("GenerateRequestsPerMinutePerProjectPerModel"), RateLimited),
            (429, "RESOURCE_EXHAUSTED", exceeded, quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"), Quota),
            (429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", json!([]), RateLimited),
            (429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: x, limit: 0", json!([]), Quota),
            (500, "INTERNAL", "An internal error has occurred.", json!([]), Server),
            (503, "UNAVAILABLE", "The model is overloaded.", json!([]), Overloaded),
            (504, "DEADLINE_EXCEEDED", "Deadline exceeded.", json!([]), Timeout),
        ] {
            assert_eq!(of(status, word, message, details).kind, kind, "{status} {word} {message}");
        }
    }

    #[test]
    fn the_delay_of_an_error_is_kept() {
        let details = json!([{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.4s"}]);
        assert_eq!(of(429, "RESOURCE_EXHAUSTED", "Slow down.", details).retry_after, Some(Duration::from_millis(34_400)));
        let list = br#"[{"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}]"#;
        assert_eq!(of_answer(429, None, list).kind, RateLimited, "some answers are lists");
    }
}
