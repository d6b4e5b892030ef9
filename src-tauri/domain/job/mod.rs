//! Jobs: films and music take minutes, and outlive the request that asked for them and the process that took it.

mod apply;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::apply::{LONGEST_TROUBLE, MOST_DOWNLOADS, Pace, Report, STORAGE_FULL};
use crate::{
    credits::Credits,
    ids::{FileId, JobId, KeyId},
    price::Quote,
    request::Request,
    usage::Usage,
};

/// A job as it stands. What is not asked for by itself is in `request`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// `video_…` or `music_…`
    pub id: JobId,
    /// What it makes.
    pub kind: JobKind,
    /// Whose.
    pub key: KeyId,
    /// The request that asked for it: recorded in the log when the job ends, with what it cost.
    pub request: Request,
    /// What is to be seen or heard.
    pub prompt: String,
    /// What the client asked for, as JSON, without the images.
    pub parameters: String,
    /// How many it is to make.
    pub count: u32,
    /// How long it is to be, if the client says so.
    pub length_ms: Option<u64>,
    /// Width and height, if the client says so.
    pub size: Option<(u32, u32)>,
    /// How long jobs like it took lately, if there were any.
    pub expected_ms: Option<u64>,
    /// How far it is.
    pub state: JobState,
    /// Of a hundred, if the provider says so. Never goes back.
    pub progress: Option<u8>,
    /// Unix milliseconds.
    pub created_at: i64,
    /// When the provider began; Unix milliseconds.
    pub started_at: Option<i64>,
    /// Unix milliseconds.
    pub ended_at: Option<i64>,
    /// When it is to be looked at next; Unix milliseconds.
    pub due_at: i64,
    /// What finds it at its provider, in the words of the provider's wire format.
    pub ticket: Option<String>,
    /// Looks at it, successful or not.
    pub looks: u32,
    /// Since when all looks have failed; Unix milliseconds.
    pub failing_since: Option<i64>,
    /// What the last look failed with.
    pub trouble: Option<String>,
    /// Downloads that were tried.
    pub downloads: u32,
    /// What the provider says that was made.
    pub made: Option<Made>,
    /// The files that it becomes: named before they are there, so that a restart makes none twice.
    pub files: Vec<FileId>,
    /// Its owner wants it to end.
    pub cancel: bool,
    /// Why there is nothing.
    pub error: Option<JobError>,
    /// What its bill is made by; `None`: nobody knows the price.
    pub quote: Option<Quote>,
    /// The most that it can use.
    pub most: Usage,
    /// Counted up by each change, so that of two at a time only one is made.
    pub revision: u64,
}

/// What a job makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum JobKind {
    Video,
    Music,
}

impl JobKind {
    /// The word in JSON, SQL and ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Music => "music",
        }
    }

    /// The kind of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Video, Self::Music].into_iter().find(|kind| kind.as_str() == word)
    }

    /// From the submission on, until a provider that still has nothing is no longer waited for.
    pub fn deadline(self) -> Duration {
        match self {
            Self::Video => Duration::from_secs(30 * 60),
            Self::Music => Duration::from_secs(15 * 60),
        }
    }
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Its provider is being asked for it.
    Submitting,
    /// It waits at its provider.
    Queued,
    /// Its provider works at it.
    Processing,
    /// It is done there and on its way here.
    Downloading,
    /// It is here.
    Completed,
    /// There will be nothing.
    Failed,
    /// Its owner, or somebody at the provider, wanted it no longer.
    Cancelled,
    /// Its provider has let it go, or never came to an end.
    Expired,
}

impl JobState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Submitting,
        Self::Queued,
        Self::Processing,
        Self::Downloading,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The word in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitting => "submitting",
            Self::Queued => "queued",
            Self::Processing => "processing",
            Self::Downloading => "downloading",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The state of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Can it still change?
    pub fn is_active(self) -> bool {
        match self {
            Self::Submitting | Self::Queued | Self::Processing | Self::Downloading => true,
            Self::Completed | Self::Failed | Self::Cancelled | Self::Expired => false,
        }
    }
}

/// Why there is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobError {
    /// What programs switch on.
    pub code: String,
    /// What was wrong and what to do.
    pub message: String,
}

/// What a provider says of what it made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// How many files.
    pub count: u32,
    /// What it counted.
    pub usage: Option<Usage>,
    /// What it charges.
    pub cost: Option<Credits>,
    /// Until when it can be fetched there; Unix milliseconds.
    pub expires_at: Option<i64>,
}

/// What a step of a job's way was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A provider has taken it.
    Submitted,
    /// It was looked at, and waits.
    Queued,
    /// It was looked at, and is being made.
    Progress,
    /// A look failed; the job may go on all the same.
    LookFailed,
    /// It is there, and being fetched.
    Downloading,
    /// It could not be fetched.
    DownloadFailed,
    /// Its owner asked for its end.
    CancelAsked,
    /// A restart found it under way.
    Resumed,
    /// It has ended.
    Completed,
    /// It has ended.
    Failed,
    /// It has ended.
    Cancelled,
    /// It has ended.
    Expired,
}

impl Step {
    const ALL: [Self; 12] = [
        Self::Submitted,
        Self::Queued,
        Self::Progress,
        Self::LookFailed,
        Self::Downloading,
        Self::DownloadFailed,
        Self::CancelAsked,
        Self::Resumed,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The word in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Queued => "queued",
            Self::Progress => "progress",
            Self::LookFailed => "look_failed",
            Self::Downloading => "downloading",
            Self::DownloadFailed => "download_failed",
            Self::CancelAsked => "cancel_asked",
            Self::Resumed => "resumed",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The step of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == word)
    }
}

/// One step of a job's way, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobEvent {
    /// Unix milliseconds.
    pub at: i64,
    /// What it was.
    pub step: Step,
    /// Of a hundred.
    pub percent: Option<u8>,
    /// What there is to say of it.
    pub message: Option<String>,
}
