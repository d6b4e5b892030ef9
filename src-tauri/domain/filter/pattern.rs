//! Texts with `*` for anything.

/// A text to compare with: `*` stands for any characters, also for none; large and small letters of ASCII are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// For whole texts: without `*`, equal ones.
    pub fn whole(text: &str) -> Self {
        Self(text.to_ascii_lowercase())
    }

    /// For texts that have it somewhere.
    pub fn anywhere(text: &str) -> Self {
        Self::whole(&format!("*{text}*"))
    }

    /// What stands between the `*`.
    pub fn pieces(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('*')
    }

    /// Is this text meant?
    pub fn matches(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        let mut pieces = self.pieces();
        let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
        let Some(last) = pieces.next_back() else { return rest.is_empty() };
        for piece in pieces {
            match rest.split_once(piece) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_and_case_does_not_count() {
        for (pattern, text, expected) in [
            ("gpt-4o", "GPT-4o", true),
            ("gpt-4o", "gpt-4o-mini", false),
            ("gpt*", "gpt-4o", true),
            ("gpt*", "my-gpt", false),
            ("*mini", "gpt-4o-mini", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("*", "", true),
            ("", "x", false),
            ("100%_*", "100%_of", true),
            ("100%_*", "1000 of", false),
        ] {
            assert_eq!(Pattern::whole(pattern).matches(text), expected, "{pattern} and {text}");
        }
        assert!(Pattern::anywhere("rate limit").matches("the Rate Limit was hit"));
        assert!(!Pattern::anywhere("rate limit").matches("rated limit"));
    }
}
