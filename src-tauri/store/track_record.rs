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
const MOST: u32 = 50_000;

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
                if record.failed_in_a_row == record.failed && self.durations.is_empty() {
                    record.failed_in_a_row += 1;
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
