//! Changing a JSON text in a few places without reading the rest of it.

use std::ops::Range;

use serde_json::value::RawValue;

/// A text and what is to be changed in it.
#[derive(Debug)]
pub struct Splice<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, &'a str)>,
}

impl<'a> Splice<'a> {
    /// Nothing changed yet.
    pub fn new(text: &'a str) -> Self {
        Self { text, edits: Vec::new() }
    }

    /// Is the text as it was?
    pub fn is_unchanged(&self) -> bool {
        self.edits.is_empty()
    }

    /// Where a value that was read from the text is.
    pub fn place(&self, value: &RawValue) -> Range<usize> {
        let start = (value.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        debug_assert!(start + value.get().len() <= self.text.len(), "the value is of another text");
        start..start + value.get().len()
    }

    /// Puts another value in the place of one.
    pub fn replace(&mut self, value: &RawValue, with: &'a str) {
        let place = self.place(value);
        self.edit(place, with);
    }

    /// Puts `fields`, each with a comma behind it, before the first field of the object that the text is.
    pub fn prepend(&mut self, fields: &'a str) {
        if let Some(brace) = self.text.find('{') {
            self.edit(brace + 1..brace + 1, fields);
        }
    }

    /// Takes a field out. False if it is not written the usual way, so that it can not be found.
    pub fn cut(&mut self, name: &str, value: &RawValue) -> bool {
        let place = self.place(value);
        let Some(start) = field_start(&self.text[..place.start], name) else { return false };
        let before = self.text[..start].trim_end();
        let after = self.text[place.end..].trim_start();
        if before.ends_with(',') {
            self.edit(before.len() - 1..place.end, "");
        } else if after.starts_with(',') {
            self.edit(start..self.text.len() - after.len() + 1, "");
        } else {
            self.edit(start..place.end, "");
        }
        true
    }

    fn edit(&mut self, place: Range<usize>, with: &'a str) {
        let at = self.edits.partition_point(|(other, _)| other.start <= place.start);
        self.edits.insert(at, (place, with));
    }

    /// The text with its changes, in pieces.
    pub fn pieces(&self, mut put: impl FnMut(&str)) {
        self.pieces_of(0..self.text.len(), &mut put);
    }

    /// A part of the text with its changes: what is before or behind a value that [`Splice::place`] found.
    pub fn pieces_of(&self, part: Range<usize>, put: &mut impl FnMut(&str)) {
        let mut at = part.start;
        for (place, with) in &self.edits {
            if place.start < at || place.end > part.end {
                continue;
            }
            put(&self.text[at..place.start]);
            put(with);
            at = place.end;
        }
        put(&self.text[at..part.end]);
    }
}

/// Where the field of this name begins, if `before` ends with its name and colon.
fn field_start(before: &str, name: &str) -> Option<usize> {
    let before = before.trim_end().strip_suffix(':')?.trim_end();
    let before = before.strip_suffix('"')?.strip_suffix(name)?.strip_suffix('"')?;
    Some(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Fields<'a> {
        #[serde(borrow)]
        a: Option<&'a RawValue>,
        #[serde(borrow)]
        b: Option<&'a RawValue>,
        #[serde(borrow)]
        c: Option<&'a RawValue>,
    }

    fn spliced(text: &str, change: impl for<'a> FnOnce(&mut Splice<'a>, Fields<'a>)) -> String {
        let mut splice = Splice::new(text);
        change(&mut splice, serde_json::from_str(text).unwrap());
        let mut out = String::new();
        splice.pieces(|piece| out.push_str(piece));
        out
    }

    #[test]
    fn a_value_is_replaced_where_it_stands() {
        let out = spliced(r#"{"b": {"a": "same"}, "a":"same" ,"c":2}"#, |splice, fields| {
            splice.replace(fields.c.unwrap(), "3");
            splice.replace(fields.a.unwrap(), r#""other""#);
            splice.prepend(r#""id":1,"#);
        });
        assert_eq!(out, r#"{"id":1,"b": {"a": "same"}, "a":"other" ,"c":3}"#);
    }

    #[test]
    fn a_field_is_cut_with_its_comma_wherever_it_stands() {
        for (text, without) in [
            (r#"{"a":1,"b":{},"c":3}"#, r#"{"a":1,"c":3}"#),
            (r#"{"b":true,"c":3}"#, r#"{"c":3}"#),
            (r#"{ "b" : [1, 2] , "c":3}"#, r#"{  "c":3}"#),
            (r#"{"a":1 , "b": "x" }"#, r#"{"a":1  }"#),
            (r#"{"b":0}"#, "{}"),
        ] {
            let out = spliced(text, |splice, fields| assert!(splice.cut("b", fields.b.unwrap())));
            assert_eq!(out, without, "{text}");
            assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
        }
    }

    #[test]
    fn a_field_with_an_escape_in_its_name_is_left_alone() {
        let text = r#"{"\u0062":1}"#;
        let out = spliced(text, |splice, fields| assert!(!splice.cut("b", fields.b.unwrap())));
        assert_eq!(out, text);
    }

    #[test]
    fn what_is_before_and_behind_a_value_keeps_its_changes() {
        let text = r#"{"a":1,"b":[2],"c":3}"#;
        let fields: Fields<'_> = serde_json::from_str(text).unwrap();
        let mut splice = Splice::new(text);
        splice.replace(fields.a.unwrap(), "10");
        splice.replace(fields.c.unwrap(), "30");
        let hole = splice.place(fields.b.unwrap());
        let (mut before, mut behind) = (String::new(), String::new());
        splice.pieces_of(0..hole.start, &mut |piece| before.push_str(piece));
        splice.pieces_of(hole.end..text.len(), &mut |piece| behind.push_str(piece));
        assert_eq!((&*before, &*behind), (r#"{"a":10,"b":"#, r#","c":30}"#));
    }
}
