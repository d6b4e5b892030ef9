//! OpenAI's error body, and what makes a request invalid.

use serde::Serialize;

/// `{"error": {...}}`: all four keys are always there.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorBody<'a> {
    /// The one key of the body.
    pub error: ErrorObject<'a>,
}

/// The inside of an error body.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorObject<'a> {
    /// What was wrong and what to do.
    pub message: &'a str,
    /// `invalid_request_error`, `server_error`, …
    #[serde(rename = "type")]
    pub kind: &'a str,
    /// The field that it is about: `messages[0].role`.
    pub param: Option<&'a str>,
    /// What programs switch on.
    pub code: Option<&'a str>,
    /// Ours: where a limit comes from, what the provider said. Left out when there is nothing to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<&'a serde_json::Value>,
}

/// A request that OpenAI would answer with 400 `invalid_request_error`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InvalidRequest {
    /// What was wrong.
    pub message: String,
    /// The field that it is about.
    pub param: Option<String>,
    /// OpenAI's code for it; `None` for a body that is not a JSON object.
    pub code: Option<&'static str>,
}

impl InvalidRequest {
    /// The body as a whole is no request.
    pub fn body(message: impl Into<String>) -> Self {
        Self { message: message.into(), param: None, code: None }
    }

    /// One field is wrong.
    pub fn field(code: &'static str, param: impl Into<String>, message: impl Into<String>) -> Self {
        Self { message: message.into(), param: Some(param.into()), code: Some(code) }
    }

    /// A field that must be there is not.
    pub fn missing(param: &str) -> Self {
        Self::field("missing_required_parameter", param, format!("Missing required parameter: '{param}'."))
    }
}
