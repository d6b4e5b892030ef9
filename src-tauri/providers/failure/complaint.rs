//! What a provider's error body says, whatever its shape.

use std::time::Duration;

use serde_json::{Map, Value};

use super::patience;

/// The parts of an error body that mean something.
#[derive(Debug, Default)]
pub(super) struct Complaint {
    pub(super) message: String,
    /// OpenAI's `type`.
    pub(super) kind: Option<String>,
    pub(super) code: Option<String>,
    pub(super) param: Option<String>,
    /// A status inside the body.
    pub(super) status: Option<u16>,
    pub(super) retry_after: Option<Duration>,
}

impl Complaint {
    /// Reads an error body.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::String(message) => Self { message: message.clone(), ..Self::default() },
            Value::Array(list) => list.first().map(Self::of).unwrap_or_default(),
            Value::Object(object) => Self::of_object(object),
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::default(),
        }
    }

    fn of_object(object: &Map<String, Value>) -> Self {
        match object.get("error").or_else(|| object.get("errors")) {
            Some(Value::Object(error)) => return Self::of_error(error),
            Some(Value::String(message)) => return Self { message: message.clone(), ..Self::of_error(object) },
            Some(list @ Value::Array(_)) => return Self::of(list),
            _ => {}
        }
        if let Some(Value::Object(base)) = object.get("base_resp") {
            return Self {
                message: text(base, "status_msg").unwrap_or_default(),
                code: text(base, "status_code"),
                status: base.get("status_code").and_then(Value::as_u64).and_then(status_of_code),
                ..Self::default()
            };
        }
        Self::of_error(object)
    }

    /// Reads the object that has the words in it.
    fn of_error(error: &Map<String, Value>) -> Self {
        let inside =
            ["message", "msg", "detail", "error"].iter().find_map(|name| error.get(*name).filter(|value| !value.is_null()));
        let mut complaint = match inside {
            Some(Value::String(message)) => Self { message: message.clone(), ..Self::default() },
            Some(Value::Array(list)) => list.first().map(Self::of).unwrap_or_default(),
            Some(Value::Object(object)) => Self::of_error(object),
            _ => Self::default(),
        };
        let code = error.get("code");
        let status = ["status_code", "raw_status_code", "code"].iter().find_map(|name| status(error.get(*name)?));
        complaint.status = complaint.status.or(status);
        complaint.code =
            complaint.code.or_else(|| code.and_then(Value::as_str).filter(|code| !code.is_empty()).map(str::to_owned));
        complaint.kind = complaint.kind.or_else(|| text(error, "type")).or_else(|| text(error, "status"));
        complaint.param = complaint.param.or_else(|| text(error, "param")).or_else(|| place(error.get("loc")?));
        if let Some(raw) = error.get("metadata").and_then(|metadata| metadata.get("raw")) {
            complaint.add(raw);
        }
        complaint.retry_after = error.get("details").and_then(retry_info);
        complaint
    }

    /// Adds the words of a provider behind the provider: text, or JSON, or JSON as text.
    fn add(&mut self, raw: &Value) {
        let parsed = raw.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let inner = Self::of(parsed.as_ref().unwrap_or(raw));
        if !inner.message.is_empty() && inner.message != self.message {
            self.message = format!("{}: {}", self.message, inner.message);
        }
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The status that the code of a `base_resp` would have, were it not inside a 200.
fn status_of_code(code: u64) -> Option<u16> {
    Some(match code {
        // No such key, or none.
        1004 | 2049 => 401,
        1008 => 402,
        1002 | 1041 | 2045 | 2056 | 2062 => 429,
        // What is asked, or answered; the limit of tokens; parameters.
        1026 | 1027 | 1039 | 1042 | 2013 => 400,
        1001 => 504,
        _ => return None,
    })
}

fn status(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u16::try_from(number).ok().filter(|status| (400..600).contains(status))
}

/// `["body", "messages", 0]` as `body.messages.0`.
fn place(loc: &Value) -> Option<String> {
    let steps = loc.as_array()?.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned));
    Some(steps.collect::<Vec<_>>().join("."))
}

/// `[{"@type": "…RetryInfo", "retryDelay": "12s"}]`
fn retry_info(details: &Value) -> Option<Duration> {
    details.as_array()?.iter().find_map(|detail| patience::duration(detail.get("retryDelay")?.as_str()?))
}
