//! The sandbox's own tokens: a word of up to six letters or digits with the space before it, or one other character.

const LONGEST: usize = 6;

/// Cuts a text into tokens; put together they are the text.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let (mut start, mut letters) = (0, 0);
    for (at, c) in text.char_indices() {
        let begins = match (c.is_alphanumeric(), letters) {
            (true, LONGEST..) => true,
            // A word, or a space that a word may follow, goes on.
            (true, _) => !(letters > 0 || text[start..at] == *" " || at == start),
            (false, _) => at > start,
        };
        if begins {
            tokens.push(&text[start..at]);
            start = at;
            letters = 0;
        }
        letters += usize::from(c.is_alphanumeric());
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

/// How many tokens a text has.
pub(super) fn count(text: &str) -> usize {
    tokens(text).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_put_together_are_the_text() {
        for (text, expected) in [
            ("", vec![]),
            ("Hello, world!", vec!["Hello", ",", " world", "!"]),
            ("a  bc", vec!["a", " ", " bc"]),
            ("extraordinary", vec!["extrao", "rdinar", "y"]),
            ("日本 🚦\n", vec!["日本", " ", "🚦", "\n"]),
            (" ", vec![" "]),
        ] {
            assert_eq!(tokens(text), expected, "{text:?}");
            assert_eq!(tokens(text).concat(), text);
        }
    }
}
