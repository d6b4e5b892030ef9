//! `POST /v1/embeddings`.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{
    error::InvalidRequest,
    fields::{Field, Fields},
};

/// A checked embeddings request. It borrows from the body.
#[derive(Clone, Debug)]
pub struct EmbeddingsRequest<'a> {
    /// The model asked for.
    pub model: Cow<'a, str>,
    /// Does the client want base64? The SDKs ask for it silently and decode it themselves.
    pub base64: bool,
    /// How many inputs: as many vectors have to come back.
    pub inputs: usize,
    /// The most tokens that the input can be, in bytes.
    pub input_bytes: u64,
    /// Every field in the order sent, nulls left out.
    pub fields: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// OpenAI's own limit on one request.
const MOST_INPUTS: usize = 2_048;

impl<'a> EmbeddingsRequest<'a> {
    /// Reads and checks a body.
    ///
    /// # Errors
    /// OpenAI's codes for what is missing, of the wrong type, empty or too long.
    pub fn parse(body: &'a [u8]) -> Result<Self, InvalidRequest> {
        let fields = Fields::parse(body)?;
        let model = fields.required("model")?.text()?;
        if model.is_empty() {
            return Err(InvalidRequest::missing("model"));
        }
        let input = fields.required("input")?;
        let inputs = count(&input)?;
        let base64 = match fields.get("encoding_format") {
            Some(format) => format.one_of(&["float", "base64"])? == "base64",
            None => false,
        };
        fields.get("dimensions").map(|field| field.integer(1, i64::from(i32::MAX))).transpose()?;
        Ok(Self { model, base64, inputs, input_bytes: input.raw.get().len() as u64, fields: fields.0 })
    }
}

/// How many inputs: a text, texts, the tokens of one text, or those of many.
fn count(input: &Field<'_>) -> Result<usize, InvalidRequest> {
    let empty = |field: &Field<'_>, code, what: &str| {
        field.wrong(code, format!("Invalid '{}': {what}. Give at least one input.", field.name))
    };
    if input.raw.get().starts_with('"') {
        return if input.text()?.is_empty() { Err(empty(input, "empty_string", "empty string")) } else { Ok(1) };
    }
    let list = input.list().map_err(|_| input.wrong_type("a string or an array"))?;
    let is_number = |raw: &RawValue| raw.get().bytes().all(|byte| byte.is_ascii_digit());
    let Some(first) = list.first() else { return Err(empty(input, "empty_array", "empty array")) };
    if is_number(first) {
        return match list.iter().position(|raw| !is_number(raw)) {
            None => Ok(1),
            Some(at) => Err(Field::inside(format!("input[{at}]"), list[at]).wrong_type("an integer")),
        };
    }
    if list.len() > MOST_INPUTS {
        let message =
            format!("Invalid 'input': array too long. Expected at most {MOST_INPUTS} inputs, but got {} instead.", list.len());
        return Err(input.wrong("array_above_max_length", message));
    }
    for (at, raw) in list.iter().enumerate() {
        let field = Field::inside(format!("input[{at}]"), raw);
        match raw.get().as_bytes().first() {
            Some(b'"') if field.text()?.is_empty() => return Err(empty(&field, "empty_string", "empty string")),
            Some(b'"') => {}
            Some(b'[') if field.list()?.is_empty() => return Err(empty(&field, "empty_array", "empty array")),
            Some(b'[') => {}
            _ => return Err(field.wrong_type("a string or an array of integers")),
        }
    }
    Ok(list.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_input_is_counted() {
        for (input, inputs) in [(r#""a""#, 1), (r#"["a","b"]"#, 2), ("[1,2,3]", 1), ("[[1],[2,3]]", 2)] {
            let body = format!(r#"{{"model":"m","input":{input}}}"#);
            assert_eq!(EmbeddingsRequest::parse(body.as_bytes()).unwrap().inputs, inputs, "{input}");
        }
    }

    #[test]
    fn nothing_to_embed_is_an_error_and_so_is_too_much() {
        let many = format!("[{}]", vec![r#""a""#; MOST_INPUTS + 1].join(","));
        for (input, code) in [
            (r#""""#, "empty_string"),
            ("[]", "empty_array"),
            (r#"["a",""]"#, "empty_string"),
            ("[[]]", "empty_array"),
            ("7", "invalid_type"),
            (r#"[1,"a"]"#, "invalid_type"),
            (r#"["a",1]"#, "invalid_type"),
            (many.as_str(), "array_above_max_length"),
        ] {
            let body = format!(r#"{{"model":"m","input":{input}}}"#);
            assert_eq!(EmbeddingsRequest::parse(body.as_bytes()).map(drop).unwrap_err().code, Some(code), "{code}");
        }
    }
}
