//! ElevenLabs' format for speech, for transcripts and for music.

mod music;
mod speech;
mod transcription;

use std::time::Duration;

use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};

use crate::failure;

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ElevenLabs;

/// Letters of a prompt that would be allowed.
const LONGEST_SUGGESTION: usize = 500;

/// Reads an answer that is no success: 401 is a wrong key and an empty account alike, the word beside it tells.
fn of_answer(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
    let mut failure = failure::of_answer(status, retry_after, body);
    let said: Value = serde_json::from_slice(body).unwrap_or_default();
    match said["detail"]["status"].as_str() {
        Some("quota_exceeded") => failure.kind = FailureKind::Quota,
        Some("too_many_concurrent_requests" | "system_busy") => failure.kind = FailureKind::RateLimited,
        Some("bad_prompt") => {
            failure.kind = FailureKind::ContentPolicy;
            if let Some(better) = said["detail"]["data"]["prompt_suggestion"].as_str() {
                let better: String = better.chars().take(LONGEST_SUGGESTION).collect();
                failure.message = format!("{} Suggested instead: {better}", failure.message);
            }
        }
        _ => {}
    }
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_39_a_401_is_a_wrong_key_or_an_empty_account() {
        for (status, word, kind) in [
            (401, "invalid_api_key", FailureKind::Auth),
            (401, "quota_exceeded", FailureKind::Quota),
            (429, "system_busy", FailureKind::RateLimited),
        ] {
            let body = format!(r#"{{"detail":{{"status":"{word}","message":"words"}}}}"#);
            let failure = of_answer(status, None, body.as_bytes());
            assert_eq!((failure.kind, failure.message.as_str()), (kind, "words"), "{word}");
        }
    }
}
