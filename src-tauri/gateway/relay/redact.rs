//! Takes secrets out of what is kept of a request: headers and addresses by their names, bodies by the one secret that
//! is known to be able to come back in them.

use http::HeaderMap;
use turnpike_store::Headers;

/// What stands in a secret's place.
const REDACTED: &str = "redacted";

/// Words in names of headers and query fields whose values are secrets.
const SECRET_WORDS: [&str; 13] = [
    "authorization",
    "auth",
    "cookie",
    "key",
    "apikey",
    "token",
    "secret",
    "password",
    "passwd",
    "credential",
    "credentials",
    "signature",
    "session",
];

/// Headers as they may be kept.
pub(crate) fn headers(headers: &HeaderMap) -> Headers {
    let shown = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let value = match value.is_sensitive() || is_secret(name.as_str()) {
            true => REDACTED.to_owned(),
            false => String::from_utf8_lossy(value.as_bytes()).into_owned(),
        };
        (name.as_str().to_owned(), value)
    };
    headers.iter().map(shown).collect()
}

/// An address as it may be kept: without a user, and without the values of query fields that sound secret.
pub(super) fn url(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (before, query) = rest.split_once('?').map_or((rest, None), |(before, query)| (before, Some(query)));
    let (authority, path) = before.split_at(before.find('/').unwrap_or(before.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let field = |field: &str| match field.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}={REDACTED}"),
        _ => field.to_owned(),
    };
    let query = query.map(|query| format!("?{}", query.split('&').map(field).collect::<Vec<_>>().join("&")));
    format!("{scheme}://{host}{path}{}", query.unwrap_or_default())
}

/// Is what goes by this name a secret? By its words, so that a count of tokens is none.
fn is_secret(name: &str) -> bool {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.into_iter().any(|word| SECRET_WORDS.iter().any(|secret| word.eq_ignore_ascii_case(secret)))
}

/// Puts stars over every `secret` in a body, and over the beginning of one that was cut off at the end. The length stays:
/// it tells whether there was more.
pub(super) fn body(body: &mut [u8], secret: &str) {
    let secret = secret.as_bytes();
    if secret.len() < SHORTEST_SECRET {
        return;
    }
    let mut rest = &mut *body;
    while let Some(at) = rest.windows(secret.len()).position(|window| window == secret) {
        let (hidden, behind) = rest.split_at_mut(at + secret.len());
        hidden[at..].fill(b'*');
        rest = behind;
    }
    let cut_off = (SHORTEST_BEGINNING..secret.len()).rev().find(|length| rest.ends_with(&secret[..*length]));
    if let Some((_, hidden)) = cut_off.and_then(|length| rest.split_at_mut_checked(rest.len() - length)) {
        hidden.fill(b'*');
    }
}

/// A shorter one is a word like any other, and no secret.
const SHORTEST_SECRET: usize = 8;

/// The beginning of a secret that tells nothing yet, and may be any word's end.
const SHORTEST_BEGINNING: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_the_words_of_their_names() {
        for (name, secret) in [
            ("authorization", true),
            ("Proxy-Authorization", true),
            ("cookie", true),
            ("set-cookie", true),
            ("x-api-key", true),
            ("api_key", true),
            ("x-goog-api-key", true),
            ("x-amz-security-token", true),
            ("x-ratelimit-remaining-tokens", false),
            ("content-type", false),
            ("x-request-id", false),
            ("www-authenticate", false),
        ] {
            assert_eq!(is_secret(name), secret, "{name}");
        }
    }

    #[test]
    fn an_address_keeps_neither_its_user_nor_its_keys() {
        for (given, kept) in [
            ("https://api.example/v1/chat/completions", "https://api.example/v1/chat/completions"),
            ("http://ada:pass@127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
            ("https://x.example/v1?key=AIza123&alt=sse", "https://x.example/v1?key=redacted&alt=sse"),
            ("https://x.example?api_key=a@b/c", "https://x.example?api_key=redacted"),
        ] {
            assert_eq!(url(given), kept);
        }
    }

    #[test]
    fn a_header_that_is_marked_sensitive_is_redacted_whatever_its_name() {
        let mut map = HeaderMap::new();
        let mut value = http::HeaderValue::from_static("hidden");
        value.set_sensitive(true);
        map.insert("x-odd", value);
        map.insert("x-plain", http::HeaderValue::from_static("seen"));
        let kept = [("x-odd", REDACTED), ("x-plain", "seen")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(headers(&map), kept);
    }

    #[test]
    fn a_body_loses_every_whole_secret_and_the_beginning_of_one_that_was_cut_off() {
        for (given, kept) in [
            ("no such key: secret-0123, secret-0123!", "no such key: ***********, ***********!"),
            ("cut off: secret-01", "cut off: *********"),
            ("a secret", "a ******"),
            ("a secre", "a secre"),
            ("nothing", "nothing"),
            ("", ""),
        ] {
            let mut bytes = given.as_bytes().to_vec();
            body(&mut bytes, "secret-0123");
            body(&mut bytes, "e");
            assert_eq!(String::from_utf8(bytes).unwrap(), kept);
        }
    }
}
