//! How providers have been doing, by the attempts in the log.

use std::collections::BTreeMap;

use turnpike_domain::{
    attempt::{Outcome, SIMULATED},
    failure::FailureKind,
    ids::RequestId,
};

use crate::{
    Store,
    error::StoreError,
    tables::attempts::{self, Tried},
};

/// How a provider has been doing since some time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackRecord {
    /// How often it was asked, and had its say.
    pub attempts: u64,
    /// How often it failed, by its own fault.
    pub failed: u64,
    /// How often since it last served.
    pub failed_in_a_row: u64,
    /// When the first of these failed; Unix milliseconds.
    pub failing_since: Option<i64>,
    /// Half of its answers took no longer.
    pub duration_p50_ms: Option<u64>,
    /// Half of its streams began no later.
    pub first_token_p50_ms: Option<u64>,
    /// What it failed of last.
    pub last_failure: Option<LastFailure>,
}

/// A failure as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastFailure {
    /// What kind.
    pub kind: FailureKind,
    /// The provider's words.
    pub message: String,
    /// Unix milliseconds.
    pub at: i64,
}

/// Attempts that are looked at, the newest: the middle of more would be no other.
const MOST: u32 = 20_000;

impl Store {
    /// Each provider's record since then, as far as it was asked.
    pub fn track_records(&self, since_ms: i64) -> Result<BTreeMap<String, TrackRecord>, StoreError> {
        let tried = self.read("reading how providers do", |connection| {
            attempts::newest_since(connection, &RequestId::first_of(since_ms), MOST)
        })?;
        let mut running: BTreeMap<String, Running> = BTreeMap::new();
        for attempt in tried {
            running.entry(attempt.provider.as_str().to_owned()).or_default().add(attempt);
        }
        Ok(running.into_iter().map(|(provider, running)| (provider, running.ended())).collect())
    }
}

/// A record that is being added up, newest first.
#[derive(Default)]
struct Running {
    record: TrackRecord,
    durations: Vec<u64>,
    first_tokens: Vec<u64>,
}

impl Running {
    fn add(&mut self, tried: Tried) {
        let record = &mut self.record;
        let simulated = tried.message.as_ref().is_some_and(|message| message.starts_with(SIMULATED));
        if simulated || tried.outcome == Outcome::Cancelled {
            return;
        }
        record.attempts += 1;
        match tried.failure.filter(|kind| !kind.is_the_requests()) {
            Some(kind) => {
                if self.durations.is_empty() {
                    record.failed_in_a_row += 1;
                    record.failing_since = Some(tried.ended_at);
                }
                record.failed += 1;
                let message = tried.message.unwrap_or_default();
                record.last_failure.get_or_insert(LastFailure { kind, message, at: tried.ended_at });
            }
            None => {
                self.durations.push(tried.duration_ms);
                self.first_tokens.extend(tried.first_token_ms);
            }
        }
    }

    fn ended(mut self) -> TrackRecord {
        TrackRecord {
            duration_p50_ms: middle(&mut self.durations),
            first_token_p50_ms: middle(&mut self.first_tokens),
            ..self.record
        }
    }
}

fn middle(values: &mut [u64]) -> Option<u64> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use turnpike_domain::{attempt::Attempt, request::Request};

    use super::*;
    use crate::testing::{MIDNIGHT, record, served, store};

    fn attempt(outcome: Outcome, failure: Option<FailureKind>, message: &str, took: u64) -> Attempt {
        Attempt {
            model: "chat".into(),
            provider: "local".into(),
            upstream: "up".to_owned(),
            outcome,
            failure,
            message: failure.map(|_| message.to_owned()),
            status: None,
            started_ms: 10,
            ended_ms: 10 + took,
        }
    }

    #[test]
    fn only_what_is_the_providers_own_doing_counts() {
        use FailureKind::{Invalid, Server};
        let (_folder, store, _) = store();
        let attempts = [
            attempt(Outcome::Failed, Some(Server), "too old", 1),
            attempt(Outcome::Failed, Some(Server), "the first words", 1),
            attempt(Outcome::Served, None, "", 100),
            attempt(Outcome::Served, None, "", 300),
            attempt(Outcome::Served, None, "", 200),
            attempt(Outcome::Failed, Some(Server), "the last words", 1),
            attempt(Outcome::Failed, Some(Server), "simulated: trouble", 1),
            attempt(Outcome::Cancelled, None, "", 9_000),
        ];
        for (at, attempt) in (MIDNIGHT..).zip(attempts) {
            let request = Request { first_token_ms: Some(60), attempts: vec![attempt], ..served(at, "key", 5) };
            record(&store, &request);
        }
        store.flush().unwrap();
        let records = store.track_records(MIDNIGHT + 1).unwrap();
        let last_failure = LastFailure { kind: Server, message: "the last words".to_owned(), at: MIDNIGHT + 5 + 11 };
        let expected = TrackRecord {
            attempts: 5,
            failed: 2,
            failed_in_a_row: 1,
            failing_since: Some(MIDNIGHT + 5 + 11),
            duration_p50_ms: Some(200),
            first_token_p50_ms: Some(50),
            last_failure: Some(last_failure),
        };
        assert_eq!(records.get("local"), Some(&expected));
        record(
            &store,
            &Request {
                attempts: vec![attempt(Outcome::Failed, Some(Invalid), "no such field", 5)],
                ..served(MIDNIGHT + 9, "key", 5)
            },
        );
        store.flush().unwrap();
        let after = &store.track_records(MIDNIGHT + 1).unwrap()["local"];
        assert_eq!((after.attempts, after.failed, after.failed_in_a_row), (6, 2, 0), "a wrong request was answered");
    }
}
