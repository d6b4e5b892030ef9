//! From what is typed to what is meant.

use super::{Comparison, Filter, IdRange, Pattern, Property, Quantity, Status, Term, Test};
use crate::{credits::Credits, ids::RequestId, request::Endpoint};

/// Characters of a filter, and terms in it.
const LONGEST: usize = 2_000;
const MOST_TERMS: usize = 32;

/// Shorter beginnings of ids would be found in half of the log's words.
const SHORTEST_ID: usize = 4;

/// What is wrong with a filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` at character {at}: {why}")]
pub struct FilterError {
    /// The word that is wrong, as it was typed.
    pub word: String,
    /// Where it begins; the first character is 1.
    pub at: usize,
    /// What is wrong, and what could stand there.
    pub why: String,
}

/// A word as it was typed, and what it says.
struct Word<'a> {
    typed: &'a str,
    negated: bool,
    /// Without quotes.
    text: String,
    /// Where in `text` the first operator outside of quotes stands.
    operator: Option<usize>,
    closed: bool,
}

pub(super) fn parse(text: &str) -> Result<Filter, FilterError> {
    if text.chars().count() > LONGEST {
        let why = format!("a filter has {LONGEST} characters at the most");
        return Err(FilterError { word: text.chars().take(20).collect(), at: 1, why });
    }
    let mut terms = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
        rest = &rest[start..];
        let at = text[..text.len() - rest.len()].chars().count() + 1;
        let word = next_word(rest);
        rest = &rest[word.typed.len()..];
        let wrong = |why: String| FilterError { word: word.typed.to_owned(), at, why };
        if terms.len() == MOST_TERMS {
            return Err(wrong(format!("a filter has {MOST_TERMS} conditions at the most")));
        }
        if !word.closed {
            return Err(wrong("the quote is not closed".to_owned()));
        }
        terms.push(Term { negated: word.negated, test: test(&word).map_err(wrong)? });
    }
    Ok(Filter { terms })
}

/// Up to the next space outside of quotes. Within them, `\` keeps a quote or another `\` from meaning anything.
fn next_word(rest: &str) -> Word<'_> {
    let negated = rest.starts_with('-') && rest[1..].starts_with(|c: char| !c.is_whitespace());
    let mut word = Word { typed: rest, negated, text: String::new(), operator: None, closed: true };
    let mut seen_quote = false;
    let mut characters = rest.char_indices().skip(usize::from(negated)).peekable();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => (word.closed, seen_quote) = (!word.closed, true),
            '\\' if !word.closed && characters.peek().is_some_and(|(_, next)| matches!(next, '"' | '\\')) => {
                word.text.extend(characters.next().map(|(_, next)| next));
            }
            space if space.is_whitespace() && word.closed => {
                word.typed = &rest[..index];
                break;
            }
            other => {
                if matches!(other, ':' | '<' | '>' | '=') && !seen_quote && word.operator.is_none() {
                    word.operator = Some(word.text.len());
                }
                word.text.push(other);
            }
        }
    }
    word
}

/// A word whose name nobody knows is a text: `llama3:8b` and `http://…` are looked for as they are.
fn test(word: &Word<'_>) -> Result<Test, String> {
    let plain = || Test::Text(Pattern::anywhere(&word.text), id_range(&word.text));
    let Some((name, rest)) = word.operator.map(|at| word.text.split_at(at)) else { return Ok(plain()) };
    let name = name.to_ascii_lowercase();
    if let Some(quantity) = quantity(&name) {
        return number(quantity, rest);
    }
    let Some(value) = rest.strip_prefix(':') else { return Ok(plain()) };
    let pattern = |make: fn(&str) -> Pattern| {
        if value.is_empty() { Err(format!("say what to look for after `{name}:`")) } else { Ok(make(value)) }
    };
    Ok(match name.as_str() {
        "status" => Test::Status(status(value)?),
        "is" => Test::Is(property(value)?),
        "endpoint" => Test::Endpoint(endpoint(value)?),
        "model" => Test::Model(pattern(Pattern::whole)?),
        "provider" => Test::Provider(pattern(Pattern::whole)?),
        "key" => Test::Key(pattern(Pattern::whole)?),
        "finish" => Test::Finish(pattern(Pattern::whole)?),
        "client" => Test::Client(pattern(Pattern::anywhere)?),
        "error" => Test::Error(pattern(Pattern::anywhere)?),
        "body" => Test::Body(pattern(Pattern::anywhere)?),
        _ => plain(),
    })
}

fn status(value: &str) -> Result<Status, String> {
    let refused = || "give ok, error, running, a status like 429, or a class like 5xx".to_owned();
    let value = value.to_ascii_lowercase();
    Ok(match value.as_str() {
        "ok" => Status::Ok,
        "error" => Status::Error,
        "running" => Status::Running,
        _ => match value.strip_suffix("xx") {
            Some(class) => {
                let class: u16 = class.parse().ok().filter(|class| (1..=5).contains(class)).ok_or_else(refused)?;
                Status::Between(class * 100, class * 100 + 99)
            }
            None => {
                let status = value.parse().ok().filter(|status| (100..=599).contains(status)).ok_or_else(refused)?;
                Status::Between(status, status)
            }
        },
    })
}

fn property(value: &str) -> Result<Property, String> {
    Ok(match value.to_ascii_lowercase().as_str() {
        "fallback" => Property::Fallback,
        "stream" => Property::Stream,
        "pinned" => Property::Pinned,
        "noted" => Property::Noted,
        "unpriced" => Property::Unpriced,
        "cached" => Property::Cached,
        "estimated" => Property::Estimated,
        "captured" => Property::Captured,
        _ => return Err("give fallback, stream, pinned, noted, unpriced, cached, estimated or captured".to_owned()),
    })
}

fn endpoint(value: &str) -> Result<Endpoint, String> {
    let named = |endpoint: &Endpoint| [endpoint.as_str(), endpoint.label()].iter().any(|name| name.eq_ignore_ascii_case(value));
    Endpoint::ALL.into_iter().find(named).ok_or_else(|| {
        let known: Vec<_> = Endpoint::ALL.into_iter().map(Endpoint::as_str).collect();
        format!("give one of {}", known.join(", "))
    })
}

fn quantity(name: &str) -> Option<Quantity> {
    Some(match name {
        "credits" => Quantity::Credits,
        "ttft" => Quantity::FirstToken,
        "duration" => Quantity::Duration,
        "tokens" => Quantity::Tokens,
        "input" => Quantity::Input,
        "output" => Quantity::Output,
        "attempts" => Quantity::Attempts,
        "depth" => Quantity::Depth,
        _ => return None,
    })
}

fn number(quantity: Quantity, rest: &str) -> Result<Test, String> {
    let comparisons = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::More),
        ("=", Comparison::Equal),
        (":", Comparison::Equal),
    ];
    let found = comparisons.into_iter().find_map(|(sign, comparison)| Some((comparison, rest.strip_prefix(sign)?)));
    let (comparison, value) = found.ok_or_else(|| "compare it with <, <=, =, >= or >".to_owned())?;
    let (value, expected) = match quantity {
        Quantity::Credits => (value.parse().ok().map(Credits::micros), "an amount of credits like 0.5"),
        Quantity::FirstToken | Quantity::Duration => (milliseconds(value), "a time like 300ms, 2s or 1.5m"),
        _ => (value.parse().ok().filter(|count| *count >= 0), "a whole number"),
    };
    let value = value.ok_or_else(|| format!("give {expected} after `{}`", comparison.as_str()))?;
    Ok(Test::Number(quantity, comparison, value))
}

fn milliseconds(value: &str) -> Option<i64> {
    let (amount, unit) = value.split_at(value.find(|c: char| c.is_ascii_alphabetic())?);
    let unit = match unit {
        "ms" => 1.0,
        "s" => 1_000.0,
        "m" => 60_000.0,
        _ => return None,
    };
    let amount: f64 = amount.parse().ok()?;
    (0.0..1e12).contains(&amount).then_some((amount * unit).round() as i64)
}

/// The ids that begin with these digits.
fn id_range(text: &str) -> Option<IdRange> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if !(SHORTEST_ID..=32).contains(&digits.len()) || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let id = |fill: &str| format!("{digits}{}", fill.repeat(32 - digits.len())).parse::<RequestId>().ok();
    Some((id("0")?, id("f")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Term {
        let mut terms = parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).terms;
        assert_eq!(terms.len(), 1, "{text}: {terms:?}");
        terms.remove(0)
    }

    fn words(text: &str) -> Test {
        Test::Text(Pattern::anywhere(text), id_range(text))
    }

    #[test]
    fn every_word_says_what_it_says() {
        use Comparison::*;
        let (whole, anywhere) = (Pattern::whole, Pattern::anywhere);
        for (text, expected) in [
            ("status:429", Test::Status(Status::Between(429, 429))),
            ("status:5xx", Test::Status(Status::Between(500, 599))),
            ("STATUS:OK", Test::Status(Status::Ok)),
            ("status:error", Test::Status(Status::Error)),
            ("status:running", Test::Status(Status::Running)),
            ("model:gpt*", Test::Model(whole("gpt*"))),
            ("model:llama3:8b", Test::Model(whole("llama3:8b"))),
            ("provider:ollama", Test::Provider(whole("ollama"))),
            ("key:ci", Test::Key(whole("ci"))),
            ("key:\"my app\"", Test::Key(whole("my app"))),
            ("endpoint:chat", Test::Endpoint(Endpoint::Chat)),
            ("endpoint:chat.completions", Test::Endpoint(Endpoint::Chat)),
            ("client:openai*", Test::Client(anywhere("openai*"))),
            ("finish:length", Test::Finish(whole("length"))),
            ("error:\"rate limit\"", Test::Error(anywhere("rate limit"))),
            ("body:\"say \\\"hi\\\"\"", Test::Body(anywhere("say \"hi\""))),
            ("credits>0.5", Test::Number(Quantity::Credits, More, 500_000)),
            ("ttft>2s", Test::Number(Quantity::FirstToken, More, 2_000)),
            ("ttft>=300ms", Test::Number(Quantity::FirstToken, AtLeast, 300)),
            ("duration<1.5m", Test::Number(Quantity::Duration, Less, 90_000)),
            ("tokens<=1000", Test::Number(Quantity::Tokens, AtMost, 1_000)),
            ("input>1", Test::Number(Quantity::Input, More, 1)),
            ("output=0", Test::Number(Quantity::Output, Equal, 0)),
            ("attempts:2", Test::Number(Quantity::Attempts, Equal, 2)),
            ("depth>0", Test::Number(Quantity::Depth, More, 0)),
            ("is:unpriced", Test::Is(Property::Unpriced)),
            ("invoice", words("invoice")),
            ("\"rate limit\"", words("rate limit")),
            ("\"status:429\"", words("status:429")),
            ("llama3:8b", words("llama3:8b")),
            ("http://localhost", words("http://localhost")),
            ("a>b", words("a>b")),
            ("-", words("-")),
            ("gr\u{fc}n", words("gr\u{fc}n")),
        ] {
            assert_eq!(only(text), Term { negated: false, test: expected.clone() }, "{text}");
            if text != "-" {
                assert_eq!(only(&format!("  -{text} ")), Term { negated: true, test: expected }, "-{text}");
            }
        }
    }

    #[test]
    fn all_the_words_count_in_their_order() {
        let filter = parse("status:5xx  -is:stream\t\"a b\" c").unwrap();
        let negated: Vec<_> = filter.terms.iter().map(|term| term.negated).collect();
        assert_eq!(negated, [false, true, false, false]);
        assert_eq!(filter.terms[2].test, words("a b"));
        assert_eq!(parse(" \n").unwrap(), Filter::default());
    }

    #[test]
    fn a_mistake_is_named_with_its_place_and_what_could_stand_there() {
        let many = "a ".repeat(MOST_TERMS + 1);
        let long = "a".repeat(LONGEST + 1);
        for (text, word, at, why) in [
            ("status:abc", "status:abc", 1, "429"),
            ("status:6xx", "status:6xx", 1, "5xx"),
            ("status:0", "status:0", 1, "429"),
            ("status:", "status:", 1, "ok, error, running"),
            ("gr\u{fc}n is:foo x", "is:foo", 6, "unpriced"),
            ("a  -is:", "-is:", 4, "pinned"),
            ("model:", "model:", 1, "after `model:`"),
            ("error:\"\"", "error:\"\"", 1, "after `error:`"),
            ("endpoint:chats", "endpoint:chats", 1, "embeddings"),
            ("credits>much", "credits>much", 1, "like 0.5"),
            ("credits>", "credits>", 1, "after `>`"),
            ("ttft>300", "ttft>300", 1, "300ms"),
            ("ttft>-1s", "ttft>-1s", 1, "300ms"),
            ("duration>1h", "duration>1h", 1, "1.5m"),
            ("attempts>1.5", "attempts>1.5", 1, "whole number"),
            ("attempts=>1", "attempts=>1", 1, "whole number"),
            ("x error:\"rate limit", "error:\"rate limit", 3, "not closed"),
            (&many, "a", 2 * MOST_TERMS + 1, "at the most"),
            (&long, "aaaaaaaaaaaaaaaaaaaa", 1, "at the most"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!((error.word.as_str(), error.at), (word, at), "{text}");
            assert!(error.why.contains(why), "{text}: {error}");
        }
        let error = parse("a status:abc").unwrap_err().to_string();
        assert!(error.starts_with("`status:abc` at character 3: give ok"), "{error}");
    }

    #[test]
    fn no_text_whatever_breaks_it() {
        for text in [
            "\"",
            "\\",
            "\"\\\"",
            "::",
            ":",
            "<",
            "-\"",
            "--a",
            "-:",
            "=\u{1f600}",
            "status:\u{1f600}xx",
            "ttft>\u{661}s",
            "xx",
            "credits>1e5",
        ] {
            let _ = parse(text);
        }
        assert!(parse("status:\u{1f600}xx").is_err() && parse("--a").is_ok());
    }

    #[test]
    fn the_beginning_of_an_id_means_all_ids_that_begin_so() {
        let id = |text: &str| text.parse::<RequestId>().unwrap();
        let (first, last) = id_range("0199-ab").unwrap();
        assert_eq!(first, id("0199ab00-0000-0000-0000-000000000000"));
        assert_eq!(last, id("0199abff-ffff-ffff-ffff-ffffffffffff"));
        let whole = "0199ab00-1111-7222-8333-444444444444";
        assert_eq!(id_range(whole), Some((id(whole), id(whole))));
        for other in ["bad", "0199g", "", &"0".repeat(33)] {
            assert_eq!(id_range(other), None, "{other}");
        }
    }
}
