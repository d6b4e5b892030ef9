//! The language in which the request log is filtered: `status:5xx model:gpt* credits>0.5 -is:stream "rate limit"`. Owns its
//! grammar, and what it says about a request that is still under way; the store says the same in SQL.

mod parse;
mod pattern;

pub use self::{parse::FilterError, pattern::Pattern};

use crate::{
    credits::Credits,
    ids::RequestId,
    request::{Endpoint, Request, State},
    usage::{Usage, UsageSource},
};

/// What a request has to be: all the terms must hold. Without any, every request is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In the order in which they were written.
    pub terms: Vec<Term>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Written with `-` in front: it must not hold. What is unknown does not hold.
    pub negated: bool,
    /// What must hold.
    pub test: Test,
}

/// What can be asked about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// How it ended.
    Status(Status),
    /// The model that was asked for, or that served.
    Model(Pattern),
    /// Who served.
    Provider(Pattern),
    /// The key's name or id.
    Key(Pattern),
    /// The endpoint.
    Endpoint(Endpoint),
    /// The client's name for itself.
    Client(Pattern),
    /// Why the model stopped.
    Finish(Pattern),
    /// The message or the code of the error that was sent.
    Error(Pattern),
    /// A body that was kept.
    Body(Pattern),
    /// A number of its record.
    Number(Quantity, Comparison, i64),
    /// A property that it has or has not.
    Is(Property),
    /// Any of the texts that the log shows of it, or the beginning of its id.
    Text(Pattern, Option<IdRange>),
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It was served.
    Ok,
    /// It was not, or its stream broke.
    Error,
    /// Not yet.
    Running,
    /// With a status from the first to the second, both included.
    Between(u16, u16),
}

/// A number of a request's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// What was charged, in microcredits.
    Credits,
    /// Milliseconds to the first content.
    FirstToken,
    /// Milliseconds to the last byte.
    Duration,
    /// All tokens.
    Tokens,
    /// Prompt tokens.
    Input,
    /// Tokens made.
    Output,
    /// Tries.
    Attempts,
    /// Fallbacks that were tried before success.
    Depth,
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=` or `:`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

/// What a request can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// Served by a fallback.
    Fallback,
    /// Answered as a stream.
    Stream,
    /// Pinned by the owner.
    Pinned,
    /// With a note of the owner's.
    Noted,
    /// Served at a price that nobody knows.
    Unpriced,
    /// Read in part from the provider's cache.
    Cached,
    /// With tokens that no provider counted.
    Estimated,
    /// With bodies that were kept.
    Captured,
}

/// The ids that begin in one way: from the first to the second, both included.
pub type IdRange = (RequestId, RequestId);

impl Filter {
    /// Reads a filter as it is typed.
    ///
    /// # Errors
    /// Says which word is wrong, where it stands and what could stand there.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse::parse(text)
    }

    /// Does it hold for a request that is still under way? That one has no marks and no kept bodies yet.
    pub fn matches(&self, request: &Request, key_name: &str) -> bool {
        self.terms.iter().all(|term| term.test.holds(request, key_name) != term.negated)
    }

    /// Can it only be answered by looking into kept bodies?
    pub fn reads_bodies(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, Test::Body(_)))
    }
}

impl Test {
    fn holds(&self, request: &Request, key_name: &str) -> bool {
        let running = request.state == State::Running;
        let has = |pattern: &Pattern, text: Option<&str>| text.is_some_and(|text| pattern.matches(text));
        let model = |pattern: &Pattern| {
            [&request.model, &request.model_used].into_iter().flatten().any(|model| pattern.matches(model.as_str()))
        };
        let provider = |pattern: &Pattern| has(pattern, request.provider.as_ref().map(|provider| provider.as_str()));
        let error = |pattern: &Pattern| {
            request.error.as_ref().is_some_and(|error| pattern.matches(&error.message) || has(pattern, error.code.as_deref()))
        };
        match self {
            Self::Status(Status::Running) => running,
            Self::Status(Status::Ok) => !running && !request.failed(),
            Self::Status(Status::Error) => !running && request.failed(),
            Self::Status(Status::Between(least, most)) => !running && (*least..=*most).contains(&request.status),
            Self::Model(pattern) => model(pattern),
            Self::Provider(pattern) => provider(pattern),
            Self::Key(pattern) => {
                request.key.as_ref().is_some_and(|key| pattern.matches(key.as_str()) || pattern.matches(key_name))
            }
            Self::Endpoint(endpoint) => request.endpoint == *endpoint,
            Self::Client(pattern) => has(pattern, request.user_agent.as_deref()),
            Self::Finish(pattern) => has(pattern, request.finish_reason.as_deref()),
            Self::Error(pattern) => error(pattern),
            Self::Body(_) => false,
            Self::Number(quantity, comparison, value) => {
                quantity.of(request).is_some_and(|found| comparison.holds(found, *value))
            }
            Self::Is(property) => property.holds(request),
            Self::Text(pattern, ids) => {
                model(pattern)
                    || provider(pattern)
                    || (request.key.is_some() && pattern.matches(key_name))
                    || error(pattern)
                    || has(pattern, request.user_agent.as_deref())
                    || ids.is_some_and(|(first, last)| (first..=last).contains(&request.id))
            }
        }
    }
}

impl Quantity {
    fn of(self, request: &Request) -> Option<i64> {
        let tokens = |count: fn(&Usage) -> u64| request.usage.as_ref().map(count);
        let count = match self {
            Self::Credits => return request.credits_used.filter(|_| request.state != State::Running).map(Credits::micros),
            Self::FirstToken => request.first_token_ms,
            Self::Duration => (request.state != State::Running).then_some(request.duration_ms),
            Self::Tokens => tokens(|usage| usage.input.saturating_add(usage.output)),
            Self::Input => tokens(|usage| usage.input),
            Self::Output => tokens(|usage| usage.output),
            Self::Attempts => Some(request.attempts.len() as u64),
            Self::Depth => Some(u64::from(request.fallback_depth)),
        };
        count.map(|count| i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl Comparison {
    fn holds(self, found: i64, value: i64) -> bool {
        match self {
            Self::Less => found < value,
            Self::AtMost => found <= value,
            Self::Equal => found == value,
            Self::AtLeast => found >= value,
            Self::More => found > value,
        }
    }

    /// As it is written, also in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }
}

impl Property {
    fn holds(self, request: &Request) -> bool {
        match self {
            Self::Fallback => request.fallback_depth > 0,
            Self::Stream => request.stream,
            Self::Pinned | Self::Noted => false,
            Self::Unpriced => request.credits_used.is_none(),
            Self::Cached => request.usage.is_some_and(|usage| usage.cached_input > 0),
            Self::Estimated => request.usage_source == Some(UsageSource::Estimated),
            Self::Captured => request.captured,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::SentError;

    fn running() -> Request {
        Request {
            id: "0199ab00-1111-7222-8333-444444444444".parse().unwrap(),
            started_at: 0,
            endpoint: Endpoint::Chat,
            key: Some("k1".into()),
            status: 0,
            error: None,
            stream: true,
            state: State::Running,
            model: Some("gpt-4o".into()),
            model_used: None,
            provider: None,
            fallback_depth: 0,
            credits_reserved: Some(Credits::from_micros(9)),
            credits_used: Some(Credits::ZERO),
            price_source: None,
            lines: Vec::new(),
            usage: None,
            usage_source: None,
            duration_ms: 0,
            first_token_ms: None,
            finish_reason: None,
            user_agent: Some("OpenAI/Python".to_owned()),
            attempts: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            files: Vec::new(),
            captured: false,
        }
    }

    #[test]
    fn a_request_under_way_is_found_by_what_is_known_of_it_already() {
        for (filter, expected) in [
            ("", true),
            ("status:running", true),
            ("-status:running", false),
            ("status:ok", false),
            ("status:error", false),
            ("model:gpt*", true),
            ("model:claude*", false),
            ("-model:claude*", true),
            ("key:ci", true),
            ("key:k1", true),
            ("key:other", false),
            ("provider:ollama", false),
            ("-provider:ollama", true),
            ("endpoint:chat", true),
            ("endpoint:embeddings", false),
            ("client:python", true),
            ("finish:stop", false),
            ("error:rate", false),
            ("body:x", false),
            ("credits<1", false),
            ("duration<1s", false),
            ("attempts<1", true),
            ("is:stream", true),
            ("is:pinned", false),
            ("is:captured", false),
            ("ci", true),
            ("0199ab", true),
            ("nothing", false),
            ("is:stream model:claude*", false),
        ] {
            assert_eq!(Filter::parse(filter).unwrap().matches(&running(), "ci"), expected, "{filter}");
        }
    }

    #[test]
    fn a_stream_that_broke_after_a_good_beginning_has_failed() {
        let error = SentError { message: "gone".to_owned(), kind: "server_error".to_owned(), param: None, code: None };
        let broken = Request { status: 200, error: Some(error), state: State::Settled, ..running() };
        for (filter, expected) in [("status:error", true), ("status:ok", false), ("status:200", true), ("error:gone", true)] {
            assert_eq!(Filter::parse(filter).unwrap().matches(&broken, "ci"), expected, "{filter}");
        }
    }
}
