//! Providers repeat the key that they refuse. Here it ends.

use crate::registry::vendors;

/// How credentials begin that are ours, or of no vendor in particular; vendors know how theirs do.
const PREFIXES: [&str; 7] = ["tp-", "sk-", "sk_", "hf_", "aiza", "eyj", "key-"];
/// What stands before a credential whose beginning we do not know.
const BEFORE: [&str; 8] = ["bearer", "key", "token", "authorization", "secret", "api_key", "apikey", "password"];
/// Anything shorter next to such a word is a word itself.
const SHORTEST: usize = 12;

/// The text with everything that looks like a credential as `***`.
pub fn redact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut announced = 0_u8;
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(is_boundary).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length);
        let lower = word.to_ascii_lowercase();
        let known = word.len() > 8 && looks_random(word) && prefixes().any(|prefix| lower.starts_with(prefix));
        let next_to = announced > 0 && word.len() >= SHORTEST && looks_random(word);
        if known || next_to {
            let end = word.trim_end_matches('.').len();
            out.push_str("***");
            out.push_str(&word[end..]);
        } else {
            out.push_str(word);
        }
        if BEFORE.contains(&&*lower) {
            announced = 3;
        } else if !word.is_empty() {
            announced = announced.saturating_sub(1);
        }
        let boundary = behind.find(|c| !is_boundary(c)).unwrap_or(behind.len());
        out.push_str(&behind[..boundary]);
        rest = &behind[boundary..];
    }
    out
}

fn prefixes() -> impl Iterator<Item = &'static str> {
    PREFIXES.into_iter().chain(vendors().iter().filter_map(|vendor| vendor.key_prefix))
}

fn is_boundary(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '`' | ',' | ';' | ':' | '=' | '&' | '?' | '(' | ')' | '<' | '>' | '[' | ']' | '{' | '}' | '\\'
        )
}

/// Words have no digits and no masks in them.
fn looks_random(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit() || c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_looks_like_a_credential_is_gone_and_the_rest_stays() {
        for (text, redacted) in [
            ("Incorrect API key provided: sk-proj-abc123DEF456. You can", "Incorrect API key provided: ***. You can"),
            ("Incorrect API key provided: sk-pr***9900.", "Incorrect API key provided: ***."),
            ("bad header 'Authorization: Bearer abcdef0123456789'", "bad header 'Authorization: Bearer ***'"),
            ("GET https://x.example/v1?key=AIzaSyA1234567890&alt=sse", "GET https://x.example/v1?key=***&alt=sse"),
            ("gsk_abc123def456 is revoked", "*** is revoked"),
            ("your token abcdefgh12345678 has expired", "your token *** has expired"),
            ("unknown key tp-test-0123456789abcdef", "unknown key ***"),
            ("The model `gpt-5.2-proo` does not exist", "The model `gpt-5.2-proo` does not exist"),
            ("Limit 6000, Requested 7000 tokens per minute", "Limit 6000, Requested 7000 tokens per minute"),
            ("missing key: messages[0].role", "missing key: messages[0].role"),
        ] {
            assert_eq!(redact(text), redacted);
        }
    }
}
