//! Which kind a failure is of: by its code, its words and its status, in this order of trust, since statuses are
//! the least reliable of the three.

use turnpike_domain::failure::FailureKind;

use super::complaint::Complaint;

/// Words that decide, whatever the status; the first that fits. All in lower case.
const BY_WORDS: [(FailureKind, &[&str]); 7] = [
    (
        FailureKind::BadReply,
        // The model's own slip, which another try may not repeat.
        &["tool_use_failed", "did not call a tool"],
    ),
    (
        FailureKind::ContextLength,
        &[
            "context_length",
            "exceed_context_size",
            "too_many_prompt_tokens",
            "context length",
            "context window",
            "context size",
            "maximum context",
            "prompt is too long",
            "input is too long",
            "too large to process",
            "messages is too long",
            "request too large for model",
            "too many input tokens",
            "reduce the length of",
        ],
    ),
    (
        FailureKind::Quota,
        &[
            "insufficient_quota",
            "insufficient quota",
            "exceeded your current quota",
            "insufficient balance",
            "insufficient_balance",
            "insufficient credit",
            "credit balance is too low",
            "insufficient fund",
            "not enough credits",
            "out of credit",
            "billing_hard_limit",
            "billing_not_active",
            "perday",
            "per day",
            "payment required",
            "spending limit",
        ],
    ),
    (
        FailureKind::Auth,
        &[
            "invalid_api_key",
            "invalid api key",
            "incorrect api key",
            "api key not valid",
            "api_key_invalid",
            "api key is invalid",
            "api key expired",
            "authentication_error",
            "no auth credentials",
            "invalid authentication",
        ],
    ),
    (
        FailureKind::ModelNotFound,
        &[
            "model_not_found",
            "invalid_model",
            "invalid model",
            "model not found",
            "model not exist",
            "no such model",
            "unknown model",
            "not a valid model",
            "unsupported model",
            "try pulling it",
        ],
    ),
    (
        FailureKind::ContentPolicy,
        &[
            "content_policy",
            "content policy",
            "content_filter",
            "content management policy",
            "moderation_blocked",
            "safety system",
            "data_inspection_failed",
            "requires moderation",
            "was flagged",
            "flagged as sensitive",
            "nsfw",
            "new_sensitive",
        ],
    ),
    (
        FailureKind::Overloaded,
        &["overloaded", "loading model", "model is loading", "at capacity", "over capacity", "server is busy"],
    ),
];

/// The kind of a complaint that came with this status.
pub(super) fn of(status: Option<u16>, complaint: &Complaint) -> FailureKind {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let words = format!("{} {} {}", part(&complaint.code), part(&complaint.kind), complaint.message).to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    let names_model = words.contains("model") && says(&["does not exist", "not found"]);
    let fitting = BY_WORDS
        .iter()
        .find(|(kind, phrases)| fits(*kind, status) && (says(phrases) || *kind == FailureKind::ModelNotFound && names_model));
    let by_words = fitting.map(|(kind, _)| *kind);
    by_words.or_else(|| status.map(by_status)).unwrap_or_else(|| {
        if says(&["rate limit", "rate_limit", "too many requests"]) {
            FailureKind::RateLimited
        } else if says(&["invalid_request", "invalid request"]) {
            FailureKind::Invalid
        } else {
            FailureKind::Server
        }
    })
}

/// A provider that is merely busy says "quota" and "context" too.
fn fits(kind: FailureKind, status: Option<u16>) -> bool {
    match (kind, status) {
        (FailureKind::ContextLength | FailureKind::ModelNotFound | FailureKind::Auth | FailureKind::ContentPolicy, Some(429)) => {
            false
        }
        (FailureKind::Quota, Some(status)) => status < 500,
        (FailureKind::Overloaded, Some(status)) => status >= 429,
        _ => true,
    }
}

fn by_status(status: u16) -> FailureKind {
    match status {
        401 => FailureKind::Auth,
        402 => FailureKind::Quota,
        403 => FailureKind::Permission,
        404 => FailureKind::ModelNotFound,
        408 | 504 | 522 | 524 => FailureKind::Timeout,
        429 => FailureKind::RateLimited,
        // Locked or too early: gone in a moment.
        409 | 425 | 503 | 529 => FailureKind::Overloaded,
        // Not implemented: another try will not change that.
        400..=499 | 501 => FailureKind::Invalid,
        _ => FailureKind::Server,
    }
}
