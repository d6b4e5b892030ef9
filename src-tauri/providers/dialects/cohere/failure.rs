//! What an error of this API means where its status misleads. There are no codes: a sentence is all that it gives.

use std::time::Duration;

use turnpike_domain::failure::{Failure, FailureKind};

use crate::failure;

/// Words that decide, whatever the status; the first that fits. All in lower case.
const BY_WORDS: [(&str, FailureKind); 8] = [
    // More than the model makes, not more than it reads.
    ("max tokens must be", FailureKind::Invalid),
    ("too many tokens", FailureKind::ContextLength),
    ("invalid api token", FailureKind::Auth),
    ("api calls / month", FailureKind::Quota),
    ("maximum billing reached", FailureKind::Quota),
    ("blocked output", FailureKind::ContentPolicy),
    ("blocked input", FailureKind::ContentPolicy),
    // A model for vectors was asked to chat, or the other way round.
    ("is not supported by the", FailureKind::ModelNotFound),
];

/// Reads an answer that is no success.
pub(super) fn of_answer(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
    corrected(failure::of_answer(status, retry_after, body))
}

/// Reads an error that came inside a success.
pub(super) fn in_band(json: &str) -> Failure {
    corrected(failure::in_band(json))
}

fn corrected(mut failure: Failure) -> Failure {
    let words = failure.message.to_lowercase();
    let by_words = BY_WORDS.iter().find(|(phrase, _)| words.contains(phrase)).map(|(_, kind)| *kind);
    let by_status = match failure.status {
        // There is a token in it that is not allowed.
        Some(498) => Some(FailureKind::ContentPolicy),
        // It was cancelled over there: we are still waiting.
        Some(499) => Some(FailureKind::Server),
        _ => None,
    };
    failure.kind = by_words.or(by_status).unwrap_or(failure.kind);
    failure
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{FailureKind::*, *};

    #[test]
    fn quirk_39_errors_are_of_the_kind_that_they_mean() {
        for (status, message, kind) in [
            (400, "invalid request: temperature must be between 0 and 2.0 inclusive.", Invalid),
            (
                400,
                "too many tokens: size limit exceeded by 168512 tokens. The limit for this model is 132000 tokens.",
                ContextLength,
            ),
            (
                400,
                "too many tokens: max tokens must be less than or equal to 4096, the maximum output for this model - received 8192.",
                Invalid,
            ),
            (400, "invalid request: model 'command-r' is not supported by the embed API", ModelNotFound),
            (400, "blocked output: please adjust your prompt and try again", ContentPolicy),
            (401, "invalid api token", Auth),
            (401, "no api key supplied", Auth),
            (402, "Please add or update your payment method to continue", Quota),
            (402, "Maximum billing reached for this API key as set in your dashboard.", Quota),
            (403, "you do not have access to this resource", Permission),
            (
                404,
                "model 'xyz' not found, make sure the correct model ID was used and that you have access to the model.",
                ModelNotFound,
            ),
            (404, "404 page not found", ModelNotFound),
            (422, "unknown field: parameter tool_content is not a valid field.", Invalid),
            (429, "You are using a Trial key, which is limited to 40 API calls / minute.", RateLimited),
            (429, "You are using a Trial key, which is limited to 1000 API calls / month.", Quota),
            (429, "trial token rate limit exceeded, limit is 100000 tokens per minute", RateLimited),
            (498, "the request contains a deny-listed token", ContentPolicy),
            (499, "request cancelled", Server),
            (500, "internal server error", Server),
            (501, "not implemented", Invalid),
            (503, "service unavailable", Overloaded),
            (504, "gateway timeout", Timeout),
        ] {
            let body = json!({"id": "9cba", "message": message}).to_string();
            let failure = of_answer(status, None, body.as_bytes());
            assert_eq!((failure.kind, &*failure.message), (kind, message), "{status}");
        }
    }

    #[test]
    fn a_body_that_is_no_error_of_the_api_is_still_one() {
        for (status, body, kind) in
            [(502, "<html><title>Bad Gateway</title>", Server), (429, "", RateLimited), (400, "[]", Invalid)]
        {
            let failure = of_answer(status, Some(Duration::from_secs(7)), body.as_bytes());
            assert_eq!((failure.kind, failure.retry_after), (kind, Some(Duration::from_secs(7))), "{body}");
            assert!(!failure.message.is_empty());
        }
    }
}
