//! A JSON object as it was sent: its fields in order, each value untouched.

use std::{borrow::Cow, collections::HashSet, fmt};

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::error::InvalidRequest;

/// The fields of an object, nulls left out: to OpenAI's clients null means absent, and some providers refuse it.
#[derive(Clone, Debug, Default)]
pub struct Fields<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// The object in `body`.
    pub fn parse(body: &'a [u8]) -> Result<Self, InvalidRequest> {
        if body.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|first| *first != b'{') && is_json(body) {
            return Err(InvalidRequest::body("The JSON body of your request has to be an object."));
        }
        serde_json::from_slice(body)
            .map_err(|error| InvalidRequest::body(format!("We could not parse the JSON body of your request: {error}.")))
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<Field<'a>> {
        let (_, raw) = self.0.iter().find(|(field, _)| field == name)?;
        Some(Field { name: Cow::Owned(name.to_owned()), raw })
    }

    /// The value of a field that has to be there.
    pub fn required(&self, name: &str) -> Result<Field<'a>, InvalidRequest> {
        self.get(name).ok_or_else(|| InvalidRequest::missing(name))
    }
}

fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<de::IgnoredAny>(body).is_ok()
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> de::Visitor<'de> for Object {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(12);
                while let Some((Name(name), value)) = map.next_entry::<Name<'de>, &'de RawValue>()? {
                    if value.get() != "null" {
                        fields.push((name, value));
                    }
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Object).map(|fields| Self(last_of_each(fields)))
    }
}

/// Of a field sent twice the last one counts, as in most parsers, and only that one is passed on: what was checked
/// here and what a provider reads must not be two different values.
fn last_of_each<'a>(mut fields: Vec<(Cow<'a, str>, &'a RawValue)>) -> Vec<(Cow<'a, str>, &'a RawValue)> {
    let mut seen = HashSet::with_capacity(fields.len());
    fields.reverse();
    fields.retain(|(name, _)| seen.insert(name.clone()));
    fields.reverse();
    fields
}

/// A name that borrows unless it holds an escape; serde's own `Cow` never borrows as a map key.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// One value, and its path for messages.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// `messages[0].role`
    pub name: Cow<'a, str>,
    /// As it was sent.
    pub raw: &'a RawValue,
}

impl<'a> Field<'a> {
    /// A value somewhere inside.
    pub fn inside(name: String, raw: &'a RawValue) -> Self {
        Self { name: Cow::Owned(name), raw }
    }

    /// A string.
    pub fn text(&self) -> Result<Cow<'a, str>, InvalidRequest> {
        serde_json::from_str::<Name<'a>>(self.raw.get()).map(|Name(text)| text).map_err(|_| self.wrong_type("a string"))
    }

    /// True or false.
    pub fn boolean(&self) -> Result<bool, InvalidRequest> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.wrong_type("a boolean"))
    }

    /// A list.
    pub fn list(&self) -> Result<Vec<&'a RawValue>, InvalidRequest> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.wrong_type("an array"))
    }

    /// An object.
    pub fn object(&self) -> Result<Fields<'a>, InvalidRequest> {
        if !self.raw.get().starts_with('{') {
            return Err(self.wrong_type("an object"));
        }
        Fields::parse(self.raw.get().as_bytes())
    }

    /// A whole number of at least `least` and at most `most`.
    pub fn integer(&self, least: i64, most: i64) -> Result<i64, InvalidRequest> {
        let number: i64 = serde_json::from_str(self.raw.get()).map_err(|_| self.wrong_type("an integer"))?;
        if number < least {
            return Err(self.out_of_range("integer_below_min_value", format!("at least {least}")));
        }
        if number > most {
            return Err(self.out_of_range("integer_above_max_value", format!("at most {most}")));
        }
        Ok(number)
    }

    /// A number of at least `least` and at most `most`.
    pub fn decimal(&self, least: f64, most: f64) -> Result<f64, InvalidRequest> {
        let number: f64 = serde_json::from_str(self.raw.get()).map_err(|_| self.wrong_type("a number"))?;
        if number < least {
            return Err(self.out_of_range("decimal_below_min_value", format!("at least {least}")));
        }
        if number > most {
            return Err(self.out_of_range("decimal_above_max_value", format!("at most {most}")));
        }
        Ok(number)
    }

    /// One of these words.
    pub fn one_of(&self, words: &[&str]) -> Result<Cow<'a, str>, InvalidRequest> {
        let word = self.text()?;
        if words.contains(&word.as_ref()) {
            return Ok(word);
        }
        let supported = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ");
        Err(self.wrong("invalid_value", format!("Invalid value: '{}'. Supported values are: {supported}.", short(&word))))
    }

    /// The error for this value.
    pub fn wrong(&self, code: &'static str, message: String) -> InvalidRequest {
        InvalidRequest::field(code, self.name.as_ref(), message)
    }

    /// The error for a value of the wrong JSON type.
    pub fn wrong_type(&self, expected: &str) -> InvalidRequest {
        let got = self.type_name();
        self.wrong("invalid_type", format!("Invalid type for '{}': expected {expected}, but got {got} instead.", self.name))
    }

    fn out_of_range(&self, code: &'static str, expected: String) -> InvalidRequest {
        let got = short(self.raw.get());
        self.wrong(code, format!("Invalid '{}': expected a value of {expected}, but got {got} instead.", self.name))
    }

    fn type_name(&self) -> &'static str {
        match self.raw.get().as_bytes().first() {
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ if self.raw.get().contains(['.', 'e', 'E']) => "a decimal",
            _ => "an integer",
        }
    }
}

/// As much of a client's own value as a message should repeat.
fn short(text: &str) -> String {
    text.chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_are_absent_and_the_rest_keeps_its_order_and_bytes() {
        let fields = Fields::parse(br#"{"b": 1.50, "n": null, "a": {"x":  [1]}, "\u0061b": 2}"#).unwrap();
        let shown: Vec<_> = fields.0.iter().map(|(name, raw)| format!("{name}={}", raw.get())).collect();
        assert_eq!(shown, ["b=1.50", r#"a={"x":  [1]}"#, "ab=2"]);
    }

    #[test]
    fn of_a_field_sent_twice_only_the_last_is_there() {
        let fields = Fields::parse(br#"{"a": 1, "b": 2, "a": 3}"#).unwrap();
        let shown: Vec<_> = fields.0.iter().map(|(name, raw)| format!("{name}={}", raw.get())).collect();
        assert_eq!(shown, ["b=2", "a=3"]);
    }

    #[test]
    fn what_is_no_object_is_said_so() {
        for (body, expected) in [
            ("[1]", "has to be an object"),
            ("\"x\"", "has to be an object"),
            ("{\"a\":", "could not parse"),
            ("", "could not parse"),
            ("nope", "could not parse"),
        ] {
            let error = Fields::parse(body.as_bytes()).unwrap_err();
            assert!(error.message.contains(expected), "{body}: {error}");
            assert_eq!(error.code, None);
        }
    }

    #[test]
    fn wrong_values_get_openai_s_codes() {
        let fields = Fields::parse(br#"{"t": 3, "s": "x", "n": 0}"#).unwrap();
        let field = |name| fields.get(name).unwrap();
        for (error, code) in [
            (field("t").decimal(0.0, 2.0).unwrap_err(), "decimal_above_max_value"),
            (field("n").integer(1, 8).unwrap_err(), "integer_below_min_value"),
            (field("s").integer(1, 8).unwrap_err(), "invalid_type"),
            (field("s").one_of(&["a", "b"]).unwrap_err(), "invalid_value"),
            (field("t").text().map(drop).unwrap_err(), "invalid_type"),
            (fields.required("model").unwrap_err(), "missing_required_parameter"),
        ] {
            assert_eq!(error.code, Some(code), "{error}");
            assert!(error.param.is_some());
        }
    }
}
