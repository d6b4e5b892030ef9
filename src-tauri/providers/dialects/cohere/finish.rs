//! Why the model stopped, in OpenAI's words.

use serde_json::json;
use turnpike_domain::failure::{Failure, FailureKind};

use crate::failure;

/// OpenAI's word where it says the same; the others go by the table of all providers, and stay to be seen. What went wrong
/// over there is a failure, inside a success or not; `said` is what the API says about it.
pub(super) fn word<'a>(word: &'a str, said: Option<&str>) -> Result<&'a str, Failure> {
    let broken_off = || said.unwrap_or("the provider broke off its answer").to_owned();
    match word {
        "COMPLETE" => Ok("stop"),
        "TOOL_CALL" => Ok("tool_calls"),
        "MAX_TOKENS" => Ok("length"),
        "ERROR_TOXIC" => Ok("content_filter"),
        "TIMEOUT" => Err(Failure::new(FailureKind::Timeout, broken_off())),
        "ERROR" | "ERROR_LIMIT" => Err(failure::in_band(&json!({"message": broken_off()}).to_string())),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_20_every_end_has_openai_s_word_or_is_a_failure() {
        for (theirs, ours) in [
            ("COMPLETE", "stop"),
            ("TOOL_CALL", "tool_calls"),
            ("MAX_TOKENS", "length"),
            ("ERROR_TOXIC", "content_filter"),
            ("STOP_SEQUENCE", "STOP_SEQUENCE"),
        ] {
            assert_eq!(word(theirs, None), Ok(ours));
        }
        for (theirs, said, kind, message) in [
            ("ERROR", None, FailureKind::Server, "the provider broke off its answer"),
            ("ERROR", Some("model overloaded"), FailureKind::Overloaded, "model overloaded"),
            ("TIMEOUT", None, FailureKind::Timeout, "the provider broke off its answer"),
        ] {
            let failure = word(theirs, said).unwrap_err();
            assert_eq!((failure.kind, &*failure.message), (kind, message), "{theirs}");
        }
    }
}
