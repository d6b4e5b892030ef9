//! Why the model stopped, in OpenAI's words.

use serde_json::{Value, json};
use turnpike_domain::failure::{Failure, FailureKind};

/// The word, and the API's own where that says more. A call that the model could not write is a failure that another
/// try may not repeat.
pub(super) fn reason<'a>(
    word: Option<&'a str>,
    message: Option<&str>,
) -> Result<(Option<&'static str>, Option<&'a str>), Failure> {
    Ok(match word {
        None | Some("" | "FINISH_REASON_UNSPECIFIED") => (None, None),
        Some("STOP") => (Some("stop"), None),
        Some("MAX_TOKENS") => (Some("length"), None),
        Some(
            "SAFETY"
            | "RECITATION"
            | "BLOCKLIST"
            | "PROHIBITED_CONTENT"
            | "SPII"
            | "IMAGE_SAFETY"
            | "IMAGE_PROHIBITED_CONTENT"
            | "IMAGE_RECITATION",
        ) => (Some("content_filter"), word),
        Some(
            "MALFORMED_FUNCTION_CALL"
            | "UNEXPECTED_TOOL_CALL"
            | "TOO_MANY_TOOL_CALLS"
            | "MALFORMED_RESPONSE"
            | "MISSING_THOUGHT_SIGNATURE",
        ) => {
            let word = word.unwrap_or_default();
            let said = message.unwrap_or("the model's call of a tool can not be read");
            return Err(Failure::new(FailureKind::BadReply, format!("{said} ({word})")));
        }
        Some(_) => (Some("stop"), word),
    })
}

/// The choice that stands for the answer to a prompt that was refused.
pub(super) fn blocked(form: &str, why: &str) -> Value {
    let mut choice = json!({"index": 0, "finish_reason": "content_filter", "native_finish_reason": why});
    choice[form] = json!({"role": "assistant", "content": ""});
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_20_every_end_has_openai_s_word() {
        for (word, expected) in [
            (None, (None, None)),
            (Some("STOP"), (Some("stop"), None)),
            (Some("MAX_TOKENS"), (Some("length"), None)),
            (Some("SAFETY"), (Some("content_filter"), Some("SAFETY"))),
            (Some("RECITATION"), (Some("content_filter"), Some("RECITATION"))),
            (Some("IMAGE_SAFETY"), (Some("content_filter"), Some("IMAGE_SAFETY"))),
            (Some("OTHER"), (Some("stop"), Some("OTHER"))),
        ] {
            assert_eq!(reason(word, None), Ok(expected));
        }
        let failure = reason(Some("MALFORMED_FUNCTION_CALL"), Some("Malformed function call: print(")).unwrap_err();
        assert_eq!(
            (failure.kind, &*failure.message),
            (FailureKind::BadReply, "Malformed function call: print( (MALFORMED_FUNCTION_CALL)")
        );
    }
}
