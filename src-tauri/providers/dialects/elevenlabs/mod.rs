//! ElevenLabs' format for speech and for transcripts.

mod speech;
mod transcription;

use std::time::Duration;

use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};

use crate::failure;

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ElevenLabs;

/// Reads an answer that is no success: 401 is a wrong key and an empty account alike, the word beside it tells.
fn of_answer(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
    let mut failure = failure::of_answer(status, retry_after, body);
    let said: Value = serde_json::from_slice(body).unwrap_or_default();
    match said["detail"]["status"].as_str() {
        Some("quota_exceeded") => failure.kind = FailureKind::Quota,
        Some("too_many_concurrent_requests" | "system_busy") => failure.kind = FailureKind::RateLimited,
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
