//! What a chat provider answers: a chunk of a stream, or a whole completion; they differ in little.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{
    choice::Choice,
    object::{self, Noting, Raw},
};

/// The top level of a chunk or a completion, borrowed from its text. Nothing is read before it is asked for;
/// what is not named here stays in the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChatChunk<'a> {
    /// The id of the completion.
    pub id: Option<&'a RawValue>,
    /// `chat.completion.chunk`, or what a provider thinks that it is.
    pub object: Option<&'a RawValue>,
    /// Unix seconds, or what a provider thinks that they are.
    pub created: Option<&'a RawValue>,
    /// The provider's name for the model.
    pub model: Option<&'a RawValue>,
    /// The answers; empty, null or absent when there is something else to say.
    pub choices: Option<&'a RawValue>,
    /// What was used.
    pub usage: Option<&'a RawValue>,
    /// What went wrong.
    pub error: Option<&'a RawValue>,
    /// Where some say what went wrong instead: `detail`, `message`.
    pub complaint: Option<&'a RawValue>,
    /// `{status_code, status_msg}`: where others say it, beside a 200.
    pub base_resp: Option<&'a RawValue>,
    /// A vendor's own extension, if it holds usage once more.
    pub extension: Option<&'a RawValue>,
    /// What a local engine measured: it counts tokens too.
    pub timings: Option<&'a RawValue>,
}

impl<'a> Noting<'a> for ChatChunk<'a> {
    fn note(&mut self, name: Cow<'a, str>, value: &'a RawValue) {
        let field = match &*name {
            "id" => &mut self.id,
            "object" => &mut self.object,
            "created" => &mut self.created,
            "model" => &mut self.model,
            "choices" => &mut self.choices,
            "usage" => &mut self.usage,
            "error" => &mut self.error,
            "detail" | "message" => &mut self.complaint,
            "base_resp" => &mut self.base_resp,
            name if name.starts_with("x_") && value.get().contains("\"usage\"") => &mut self.extension,
            "timings" => &mut self.timings,
            _ => return,
        };
        *field = Some(value);
    }
}

impl<'a> ChatChunk<'a> {
    /// The chunk that a text is.
    ///
    /// # Errors
    /// When the text is no JSON object.
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The answers in it; none if they are null or absent.
    ///
    /// # Errors
    /// When they are no list of objects.
    pub fn choices(&self) -> Result<Vec<Choice<'a>>, serde_json::Error> {
        self.choices.given().map_or(Ok(Vec::new()), serde_json::from_str)
    }

    /// Does it say that something went wrong?
    pub fn is_error(&self) -> bool {
        let refused = || {
            let base: Option<BaseResp> = self.base_resp.given().and_then(|json| serde_json::from_str(json).ok());
            base.is_some_and(|base| base.status_code != 0)
        };
        let complains =
            || self.choices.is_none() && (self.complaint.given().is_some() || self.object.text() == Some("\"error\""));
        self.error.given().is_some_and(|error| !matches!(error, "{}" | "false" | "\"\"")) || refused() || complains()
    }
}

#[derive(Deserialize)]
struct BaseResp {
    status_code: i64,
}

impl<'de: 'a, 'a> Deserialize<'de> for ChatChunk<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::read(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_leaves_out_or_sends_as_null_is_no_error() {
        for (text, choices) in [
            (r#"{"choices":[{"delta":{"content":"a"}}]}"#, 1),
            (r#"{"choices":[]}"#, 0),
            (r#"{"choices":null,"usage":{}}"#, 0),
            (r#"{"object":"chat.completion.chunk"}"#, 0),
            (r#"{"choices":[{"delta":null,"index":null}],"error":null}"#, 1),
        ] {
            let chunk = ChatChunk::parse(text).unwrap();
            assert_eq!(chunk.choices().unwrap().len(), choices, "{text}");
            assert!(!chunk.is_error(), "{text}");
        }
    }

    #[test]
    fn every_form_of_an_error_is_one() {
        for text in [
            r#"{"error":{"message":"no"}}"#,
            r#"{"error":"no","choices":[]}"#,
            r#"{"detail":"no"}"#,
            r#"{"object":"error","message":"no"}"#,
            r#"{"base_resp":{"status_code":1002,"status_msg":"slow down"},"choices":null}"#,
        ] {
            assert!(ChatChunk::parse(text).unwrap().is_error(), "{text}");
        }
        let fine = r#"{"base_resp":{"status_code":0},"choices":[{"delta":{}}],"error":null}"#;
        assert!(!ChatChunk::parse(fine).unwrap().is_error());
    }
}
