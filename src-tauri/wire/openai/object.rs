//! How an object of a provider is read: known fields are noted, the others kept with their names, and nothing
//! is copied or refused. Providers send what they like; only text that is no JSON is an error.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

/// A field that nobody here acts on.
pub type Other<'a> = (Cow<'a, str>, &'a RawValue);

/// An object that notes its fields as they come.
pub(super) trait Noting<'a>: Default {
    /// Notes one field.
    fn note(&mut self, name: Cow<'a, str>, value: &'a RawValue);
}

/// Reads an object; null is an empty one.
pub(super) fn read<'a, T: Noting<'a>, D: Deserializer<'a>>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);
    impl<'a, T: Noting<'a>> de::Visitor<'a> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_unit<E: de::Error>(self) -> Result<T, E> {
            Ok(T::default())
        }
        fn visit_map<A: de::MapAccess<'a>>(self, mut map: A) -> Result<T, A::Error> {
            let mut object = T::default();
            while let Some((Name(name), value)) = map.next_entry::<Name<'a>, &'a RawValue>()? {
                object.note(name, value);
            }
            Ok(object)
        }
    }
    deserializer.deserialize_any(Object(PhantomData))
}

/// A name that borrows unless it holds an escape; serde's own `Cow` never borrows as a map key.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// Questions to a value that was not read yet.
pub trait Raw<'a> {
    /// Is it there, and not null?
    fn given(self) -> Option<&'a str>;
    /// Its JSON, if it is a string of at least one character.
    fn text(self) -> Option<&'a str>;
    /// The string that it is.
    fn string(self) -> Option<Cow<'a, str>>;
    /// The whole number that it is, or says in quotes, or has before its point.
    fn number(self) -> Option<u64>;
}

impl<'a> Raw<'a> for Option<&'a RawValue> {
    fn given(self) -> Option<&'a str> {
        self.map(RawValue::get).filter(|json| *json != "null")
    }

    fn text(self) -> Option<&'a str> {
        self.map(RawValue::get).filter(|json| json.starts_with('"') && *json != "\"\"")
    }

    fn string(self) -> Option<Cow<'a, str>> {
        #[derive(Deserialize)]
        struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
        let json = self.map(RawValue::get).filter(|json| json.starts_with('"'))?;
        serde_json::from_str::<Text<'a>>(json).ok().map(|text| text.0)
    }

    fn number(self) -> Option<u64> {
        let json = self?.get().trim_matches('"');
        json.parse().ok().or_else(|| {
            let number = json.parse::<f64>().ok().filter(|number| (0.0..1e18).contains(number))?;
            Some(number as u64)
        })
    }
}

/// How many bytes the text of a JSON string has, without reading it.
pub fn text_bytes(json: &str) -> u64 {
    let mut rest = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or(json).as_bytes();
    let mut bytes = 0;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (escape, made) = match rest.get(at + 1) {
            Some(b'u') => (6, bytes_of_unit(rest.get(at + 2..at + 6))),
            _ => (2, 1),
        };
        bytes += at + made;
        rest = rest.get(at + escape..).unwrap_or_default();
    }
    (bytes + rest.len()) as u64
}

/// UTF-8 bytes of one `\uXXXX`; half a surrogate pair makes half of four.
fn bytes_of_unit(digits: Option<&[u8]>) -> usize {
    let unit = digits.and_then(|digits| std::str::from_utf8(digits).ok()).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match unit.unwrap_or(0) {
        0..0x80 => 1,
        0x80..0x800 | 0xD800..0xE000 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_text_is_known_without_reading_it() {
        for text in ["", "plain", "line\nand \"quotes\" \\ and tab\t", "日本語", "🚦", "\u{1}\u{7f}é"] {
            for json in [serde_json::to_string(text).unwrap(), escaped(text)] {
                assert_eq!(text_bytes(&json), text.len() as u64, "{json}");
            }
        }
    }

    fn escaped(text: &str) -> String {
        let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        format!("\"{units}\"")
    }

    #[test]
    fn numbers_come_in_many_forms() {
        for (json, number) in
            [("7", Some(7)), ("\"7\"", Some(7)), ("7.0", Some(7)), ("1.5e3", Some(1500)), ("-1", None), ("null", None)]
        {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            assert_eq!(Some(&*raw).number(), number, "{json}");
        }
    }
}
