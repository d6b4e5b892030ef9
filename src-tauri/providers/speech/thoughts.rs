//! Thoughts that come inside the text: as parts of a list, or between tags.

use serde_json::Value;

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// The text and the thoughts in a list of content parts.
pub(super) fn of_parts(json: &str) -> (String, String) {
    let (mut text, mut thought) = (String::new(), String::new());
    let parts: Vec<Value> = serde_json::from_str(json).unwrap_or_default();
    for part in &parts {
        match part.get("thinking") {
            Some(inner) => collect(inner, &mut thought),
            None => collect(part, &mut text),
        }
    }
    (text, thought)
}

/// A string, an object with `text`, or a list of such.
fn collect(value: &Value, into: &mut String) {
    match value {
        Value::String(text) => into.push_str(text),
        Value::Array(list) => list.iter().for_each(|part| collect(part, into)),
        Value::Object(part) => into.push_str(part.get("text").and_then(Value::as_str).unwrap_or_default()),
        _ => {}
    }
}

/// Takes `<think>…</think>` off the beginning of a text that comes in pieces; a tag may be cut anywhere.
/// Only at the beginning: later it is something that the model writes about.
#[derive(Clone, Debug, Default)]
pub(super) struct ThinkTags {
    at: Place,
    held: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Before,
    Inside,
    /// Blank lines between the thoughts and the text belong to neither.
    Between,
    Past,
}

impl ThinkTags {
    /// Nothing more will be taken out.
    pub(super) fn is_past(&self) -> bool {
        self.at == Place::Past
    }

    /// The text and the thoughts that are certain by now.
    pub(super) fn push(&mut self, piece: &str) -> (String, String) {
        let (mut text, mut thought) = (String::new(), String::new());
        self.held.push_str(piece);
        loop {
            match self.at {
                Place::Before => {
                    let begun = self.held.trim_start();
                    if let Some(inside) = begun.strip_prefix(OPEN) {
                        self.held = inside.to_owned();
                        self.at = Place::Inside;
                    } else if OPEN.starts_with(begun) {
                        return (text, thought);
                    } else {
                        self.at = Place::Past;
                    }
                }
                Place::Inside => {
                    let Some(end) = self.held.find(CLOSE) else {
                        let keep = (1..CLOSE.len()).rev().find(|length| self.held.ends_with(&CLOSE[..*length])).unwrap_or(0);
                        let rest = self.held.split_off(self.held.len() - keep);
                        thought.push_str(&std::mem::replace(&mut self.held, rest));
                        return (text, thought);
                    };
                    thought.push_str(&self.held[..end]);
                    self.held.drain(..end + CLOSE.len());
                    self.at = Place::Between;
                }
                Place::Between => {
                    self.held = self.held.trim_start().to_owned();
                    if self.held.is_empty() {
                        return (text, thought);
                    }
                    self.at = Place::Past;
                }
                Place::Past => {
                    text.push_str(&std::mem::take(&mut self.held));
                    return (text, thought);
                }
            }
        }
    }

    /// What was held back: half a tag that never became one.
    pub(super) fn close(&mut self) -> (String, String) {
        let held = std::mem::take(&mut self.held);
        match std::mem::replace(&mut self.at, Place::Past) {
            Place::Inside => (String::new(), held),
            Place::Before | Place::Between | Place::Past => (held, String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_22_tags_are_found_wherever_they_are_cut() {
        for (whole, text, thought) in [
            ("<think>a < b, é</think>\n\nyes", "yes", "a < b, é"),
            ("\n<think></think>yes", "yes", ""),
            ("<think>never closed </thin", "", "never closed </thin"),
            ("<thinking is hard>", "<thinking is hard>", ""),
            ("I write <think>x</think>", "I write <think>x</think>", ""),
            ("<thi", "<thi", ""),
            ("<think>a</think>b <think>c</think>", "b <think>c</think>", "a"),
        ] {
            let cuts = whole.char_indices().map(|(at, _)| at).chain([whole.len()]);
            for cut in cuts {
                let mut tags = ThinkTags::default();
                let parts = [tags.push(&whole[..cut]), tags.push(&whole[cut..]), tags.close()];
                let joined = parts.iter().fold((String::new(), String::new()), |all, part| (all.0 + &part.0, all.1 + &part.1));
                assert_eq!((&*joined.0, &*joined.1), (text, thought), "{whole:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn quirk_22_parts_are_text_or_thoughts() {
        let parts = r#"[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"yes"},{"type":"reference","reference_ids":[1]}]"#;
        assert_eq!(of_parts(parts), ("yes".to_owned(), "hm".to_owned()));
        assert_eq!(of_parts(r#"[{"type":"thinking","thinking":"hm"},"yes"]"#), ("yes".to_owned(), "hm".to_owned()));
    }
}
