//! One call to /v1, from its start to its settled record.

use serde::{Deserialize, Serialize};

use crate::{
    attempt::Attempt,
    credits::Credits,
    ids::{FileId, KeyId, ModelId, ProviderId, RequestId},
    plan::Skip,
    price::{Bill, Line},
    usage::{Usage, UsageSource},
};

/// The endpoints of /v1 that a key can be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// `/v1/chat/completions`
    Chat,
    /// `/v1/embeddings`
    Embeddings,
    /// `/v1/images/*`
    Images,
    /// `/v1/audio/speech`
    Speech,
    /// `/v1/audio/transcriptions`
    Transcriptions,
    /// `/v1/videos/*`
    Videos,
    /// `/v1/music/*`
    Music,
    /// `/v1/files/*`
    Files,
    /// `/v1/models`, `/v1/requests`
    Models,
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Chat,
        Self::Embeddings,
        Self::Images,
        Self::Speech,
        Self::Transcriptions,
        Self::Videos,
        Self::Music,
        Self::Files,
        Self::Models,
    ];

    /// The word in files, JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Embeddings => "embeddings",
            Self::Images => "images",
            Self::Speech => "speech",
            Self::Transcriptions => "transcriptions",
            Self::Videos => "videos",
            Self::Music => "music",
            Self::Files => "files",
            Self::Models => "models",
        }
    }

    /// The endpoint of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.as_str() == word)
    }

    /// The name in a request's record: `chat.completions`, as clients call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Chat => "chat.completions",
            other => other.as_str(),
        }
    }
}

/// Which bodies are kept for looking at later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capture {
    /// None.
    #[default]
    Off,
    /// Those of requests that failed.
    Errors,
    /// All of them.
    All,
}

impl Capture {
    /// The word in files, JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Errors => "errors",
            Self::All => "all",
        }
    }

    /// The setting of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Off, Self::Errors, Self::All].into_iter().find(|capture| capture.as_str() == word)
    }
}

/// Where a request stands with its money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Under way.
    Running,
    /// What it used was charged (which may be nothing, or unknown).
    Settled,
    /// It was never served: nothing was charged.
    Released,
}

impl State {
    /// The word in JSON and SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Settled => "settled",
            Self::Released => "released",
        }
    }

    /// The state of that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Running, Self::Settled, Self::Released].into_iter().find(|state| state.as_str() == word)
    }
}

/// The error that a client was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentError {
    /// What was wrong and what to do.
    pub message: String,
    /// OpenAI's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The field that it is about.
    pub param: Option<String>,
    /// What programs switch on.
    pub code: Option<String>,
}

/// What the log says of a request whose cost nobody knows.
pub const PRICE_UNKNOWN: &str =
    "The price of this model is unknown: what this request cost is not counted. Give the model a price.";

/// The whole record of a request: what the log keeps and `/v1/requests/{id}` shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// `x-request-id`.
    pub id: RequestId,
    /// Unix milliseconds.
    pub started_at: i64,
    /// Which endpoint.
    pub endpoint: Endpoint,
    /// Whose; `None` when no key was recognised.
    pub key: Option<KeyId>,
    /// The HTTP status that was sent.
    pub status: u16,
    /// The error that was sent.
    pub error: Option<SentError>,
    /// Was a stream asked for?
    pub stream: bool,
    /// Where its money stands.
    pub state: State,
    /// What was asked for.
    pub model: Option<ModelId>,
    /// What served.
    pub model_used: Option<ModelId>,
    /// Who served.
    pub provider: Option<ProviderId>,
    /// How many fallbacks were tried before success.
    pub fallback_depth: u32,
    /// What was held before the first attempt; `None`: unknown price.
    pub credits_reserved: Option<Credits>,
    /// What was charged; `None`: unknown price.
    pub credits_used: Option<Credits>,
    /// Whose price: `yours`, `sandbox`, `reported`, or a catalogue and its version.
    pub price_source: Option<String>,
    /// The bill.
    pub lines: Vec<Line>,
    /// What was used; `None` when nothing was.
    pub usage: Option<Usage>,
    /// Whose figures those are.
    pub usage_source: Option<UsageSource>,
    /// From start to last byte.
    pub duration_ms: u64,
    /// From start to first content.
    pub first_token_ms: Option<u64>,
    /// Why the model stopped.
    pub finish_reason: Option<String>,
    /// The client's own name for itself.
    pub user_agent: Option<String>,
    /// Every try.
    pub attempts: Vec<Attempt>,
    /// Targets that were passed over.
    pub skipped: Vec<Skip>,
    /// What a user should know, such as that the price is unknown.
    pub warnings: Vec<String>,
    /// The files that it used.
    pub files: Vec<FileId>,
    /// Were its bodies kept?
    pub captured: bool,
}

impl Request {
    /// What it used and costs. What the provider charges wins over any table of ours; where neither says anything, the cost is
    /// unknown, which is no zero.
    pub fn charge(&mut self, usage: Usage, source: UsageSource, reported: Option<Credits>, bill: Option<Bill>) {
        (self.credits_used, self.price_source, self.lines) = match (reported, bill) {
            (Some(cost), _) => (Some(cost), Some("reported".to_owned()), Vec::new()),
            (None, Some(bill)) => (Some(bill.credits), Some(bill.source), bill.lines),
            (None, None) => (None, None, Vec::new()),
        };
        if self.credits_used.is_none() {
            self.warnings.push(PRICE_UNKNOWN.to_owned());
        }
        (self.usage, self.usage_source, self.state) = (Some(usage), Some(source), State::Settled);
    }

    /// Was it refused, or did its answer break after it had begun well?
    pub fn failed(&self) -> bool {
        self.status >= 400 || self.error.is_some()
    }

    /// The model asked for, if another one served.
    pub fn fallback_from(&self) -> Option<&ModelId> {
        self.model.as_ref().filter(|asked| self.model_used.as_ref().is_some_and(|used| used != *asked))
    }
}
