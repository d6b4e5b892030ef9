//! What a request asks for and its answer will not have, because nobody there takes it. Most of it is left out and told;
//! without some of it the answer would not be one, so that the request is refused before it is sent.

use std::borrow::Cow;

use serde_json::value::RawValue;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::chat_request::ChatRequest;

use crate::failure::refused;

/// One thing that a client asked for in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The field: `temperature`.
    pub param: String,
    /// One sentence.
    pub message: String,
}

/// What is lost of one request.
#[derive(Debug, Default)]
pub(crate) struct Losses(Vec<Warning>);

/// More than these are not told: a client may send any number of fields.
const MOST_WARNINGS: usize = 16;
const LONGEST_NAME: usize = 64;

/// Fields that say something to those who run a service, and nothing to a model.
pub(crate) const UNNOTICED: [&str; 8] = [
    "store",
    "metadata",
    "user",
    "service_tier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "safety_identifier",
    "stream_options",
];

/// What a field says that nobody said.
const USUAL: [(&str, &str); 12] = [
    ("temperature", "1"),
    ("top_p", "1"),
    ("presence_penalty", "0"),
    ("frequency_penalty", "0"),
    ("n", "1"),
    ("logprobs", "false"),
    ("logit_bias", "{}"),
    ("parallel_tool_calls", "true"),
    ("modalities", "[\"text\"]"),
    ("speed", "1"),
    ("instructions", "\"\""),
    ("prompt", "\"\""),
];

impl Losses {
    /// What is lost of a request where no other fields are `known`.
    pub(crate) fn of(request: &ChatRequest<'_>, known: &[&str]) -> Result<Self, Failure> {
        let mut losses = Self::default();
        for (name, value) in request.fields.iter().filter(|(name, value)| !known.contains(&&**name) && !is_empty(value)) {
            losses.leave_out(name, value)?;
        }
        Ok(losses)
    }

    /// Leaves out a field that is not taken.
    ///
    /// # Errors
    /// The answer would lack what the client waits for.
    pub(crate) fn leave_out(&mut self, name: &str, value: &RawValue) -> Result<(), Failure> {
        let what = match name {
            _ if is_unnoticed(name, value.get()) => return Ok(()),
            "n" => "gives one answer at a time",
            "logprobs" => "does not say how likely its tokens are",
            "modalities" if value.get().contains("\"audio\"") => "does not speak",
            "functions" => "knows no 'functions': send 'tools'",
            _ => {
                self.leave_out_anyway(name, value);
                return Ok(());
            }
        };
        Err(refused("unsupported_parameter", name, format!("'{name}' can not be served: this model {what}.")))
    }

    /// Leaves out all fields but those that are `known`.
    pub(crate) fn beyond(fields: &[(Cow<'_, str>, &RawValue)], known: &[&str]) -> Self {
        let mut losses = Self::default();
        for (name, value) in fields.iter().filter(|(name, _)| !known.contains(&&**name)) {
            losses.leave_out_anyway(name, value);
        }
        losses
    }

    /// Leaves out a field whatever it means.
    pub(crate) fn leave_out_anyway(&mut self, name: &str, value: &RawValue) {
        if !is_unnoticed(name, value.get()) {
            self.without(name);
        }
    }

    /// The model gets no field of that name.
    pub(crate) fn without(&mut self, name: &str) {
        self.note(name, "is left out: this model does not take it");
    }

    /// Something else is not as the client wants it; `what` goes on behind the name of the field.
    pub(crate) fn note(&mut self, param: &str, what: &str) {
        let param: String = param.chars().take(LONGEST_NAME).collect();
        let warning = Warning { message: format!("'{param}' {what}"), param };
        if self.0.len() < MOST_WARNINGS && !self.0.contains(&warning) {
            self.0.push(warning);
        }
    }

    pub(crate) fn told(self) -> Vec<Warning> {
        self.0
    }
}

/// Is it a list of nothing? That is as little as null, and refused by some.
pub(crate) fn is_empty(value: &RawValue) -> bool {
    value.get().strip_prefix('[').is_some_and(|rest| rest.trim_start() == "]")
}

/// Is nothing lost without it?
fn is_unnoticed(name: &str, json: &str) -> bool {
    // How many are told is nothing to those who are not told any.
    UNNOTICED.contains(&name) || name == "top_logprobs" || USUAL.iter().any(|usual| usual.0 == name && says(json, usual.1))
}

fn says(json: &str, usual: &str) -> bool {
    match (json.parse::<f64>(), usual.parse::<f64>()) {
        (Ok(number), Ok(usual)) => number == usual,
        _ => json.split_ascii_whitespace().eq([usual]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(name: &str, json: &str) -> Result<usize, Option<String>> {
        let mut losses = Losses::default();
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        losses.leave_out(name, &raw).map(|()| losses.told().len()).map_err(|failure| failure.param)
    }

    #[test]
    fn quirk_35_what_the_client_waits_for_is_refused_and_what_changes_nothing_is_not_even_told() {
        for (name, json, expected) in [
            ("n", "2", Err(Some("n".to_owned()))),
            ("n", "1", Ok(0)),
            ("logprobs", "true", Err(Some("logprobs".to_owned()))),
            ("logprobs", "false", Ok(0)),
            ("top_logprobs", "3", Ok(0)),
            ("modalities", r#"["text","audio"]"#, Err(Some("modalities".to_owned()))),
            ("modalities", r#"["text"]"#, Ok(0)),
            ("functions", "[{}]", Err(Some("functions".to_owned()))),
            ("seed", "7", Ok(1)),
            ("temperature", "1.0", Ok(0)),
            ("temperature", "0.2", Ok(1)),
            ("parallel_tool_calls", "false", Ok(1)),
            ("parallel_tool_calls", "true", Ok(0)),
            ("store", "true", Ok(0)),
            ("speed", "1.0", Ok(0)),
            ("speed", "2", Ok(1)),
            ("instructions", r#""""#, Ok(0)),
            ("instructions", r#""Whisper.""#, Ok(1)),
            ("something_new", "{}", Ok(1)),
        ] {
            assert_eq!(left_out(name, json), expected, "{name}: {json}");
        }
    }

    #[test]
    fn no_more_is_told_than_a_header_can_hold() {
        let mut losses = Losses::default();
        let raw: Box<RawValue> = serde_json::from_str("1").unwrap();
        for at in 0..1_000 {
            losses.leave_out_anyway(&format!("{at}{}", "x".repeat(1_000)), &raw);
        }
        let told = losses.told();
        assert_eq!(told.len(), MOST_WARNINGS);
        assert!(told.iter().all(|warning| warning.message.len() < 160));
    }
}
