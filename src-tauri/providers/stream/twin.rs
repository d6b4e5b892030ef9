//! Chunks that differ from an earlier one in nothing but their text. Most of a stream is made of them, and to see
//! that one is such a twin costs a comparison instead of reading its JSON.

use serde_json::value::RawValue;

/// What was around the text of the last chunk that could go out untouched and held nothing but text.
#[derive(Clone, Default)]
pub(super) struct Twin {
    before: String,
    behind: String,
}

impl Twin {
    /// The text of a chunk that is the same around it. One with an escape in it is for the parser.
    pub(super) fn text_of<'t>(&self, chunk: &'t str) -> Option<&'t str> {
        if self.before.is_empty() {
            return None;
        }
        let text = chunk.strip_prefix(self.before.as_str())?.strip_suffix(self.behind.as_str())?;
        let plain = !text.is_empty() && text.bytes().all(|byte| byte != b'"' && byte != b'\\' && byte >= b' ');
        plain.then_some(text)
    }

    /// Learns from a chunk that went out untouched: only where its one delta is its text and nothing else.
    pub(super) fn learn(&mut self, chunk: &str, delta: &RawValue) {
        let said = delta.get().strip_prefix(OPENING).and_then(|rest| rest.strip_suffix(CLOSING));
        let Some(said) = said.filter(|text| !text.contains(['"', '\\'])) else { return };
        let start = said.as_ptr().addr().wrapping_sub(chunk.as_ptr().addr());
        let (Some(before), Some(behind)) = (chunk.get(..start), chunk.get(start + said.len()..)) else { return };
        before.clone_into(&mut self.before);
        behind.clone_into(&mut self.behind);
    }

    /// What comes now has to be read again.
    pub(super) fn forget(&mut self) {
        self.before.clear();
    }
}

const OPENING: &str = "{\"content\":\"";
const CLOSING: &str = "\"}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_the_same_around_a_plain_text_is_a_twin() {
        let chunk = |id: u8, text: &str| format!(r#"{{"id":"{id}","choices":[{{"index":0,"delta":{{"content":"{text}"}}}}]}}"#);
        let first = chunk(1, "one");
        let delta: &RawValue = serde_json::from_str(&first[first.find(r#"{"content"#).unwrap()..first.len() - 3]).unwrap();
        let mut twin = Twin::default();
        assert_eq!(twin.text_of(&first), None, "nothing is known yet");
        twin.learn(&first, delta);
        for (other, text) in [
            (chunk(1, "two"), Some("two")),
            (chunk(1, "日本"), Some("日本")),
            (chunk(2, "two"), None),
            (chunk(1, ""), None),
            (chunk(1, r"a\nb"), None),
            (chunk(1, r#"x"},"finish_reason":"stop","y":{"z":""#), None),
        ] {
            assert_eq!(twin.text_of(&other), text, "{other}");
        }
        twin.forget();
        assert_eq!(twin.text_of(&first), None);
    }
}
