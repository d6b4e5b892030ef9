//! One try at one target while serving a request.

use serde::{Deserialize, Serialize};

use crate::{
    failure::FailureKind,
    ids::{ModelId, ProviderId},
};

/// One try, as the log keeps it. Times are milliseconds from the request's start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The model that was tried.
    pub model: ModelId,
    /// Who serves it.
    pub provider: ProviderId,
    /// Its name there.
    pub upstream: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What went wrong, if it did.
    pub failure: Option<FailureKind>,
    /// The provider's words for it.
    pub message: Option<String>,
    /// The provider's HTTP status.
    pub status: Option<u16>,
    /// When it began.
    pub started_ms: u64,
    /// When it ended.
    pub ended_ms: u64,
}

/// How the message begins of an attempt that was made to fail on purpose: it says nothing about the provider.
pub const SIMULATED: &str = "simulated: ";

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It served the request.
    Served,
    /// It did not.
    Failed,
    /// The client went away, or the request was stopped, while it ran.
    Cancelled,
}

impl Outcome {
    /// The word in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The outcome of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Served, Self::Failed, Self::Cancelled].into_iter().find(|outcome| outcome.as_str() == word)
    }
}
