//! Jobs: what takes minutes is asked for once, looked at until it has ended, and fetched where it is then. Here is what a
//! wire format has to say of that; who waits, and what is kept meanwhile, is the gateway's.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use turnpike_domain::{
    credits::Credits,
    failure::{Failure, FailureKind},
    usage::Usage,
};
use turnpike_wire::openai::{music_request::MusicRequest, videos_request::VideosRequest};

use crate::{
    dialect::{UpstreamCall, step},
    failure,
    images::Picture,
    vendor::Vendor,
};

/// What finds a job again at its provider. Kept until the job has ended, also over a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// What the provider calls it.
    pub id: String,
    /// Where it is looked at: behind the base address, or a whole address that the provider itself named.
    pub look: String,
    /// Where it is cancelled, if the provider said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel: Option<String>,
}

/// What comes of asking for something.
#[derive(Clone, Debug, PartialEq)]
pub enum Submitted {
    /// It is being made, or waits for that.
    Started(Ticket),
    /// It is there already.
    Done(Made),
}

/// How a job stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// It waits to be begun.
    Queued,
    /// It is being made.
    Running {
        /// How far it is, of a hundred, if the provider says so.
        percent: Option<u8>,
    },
    /// More is known elsewhere: look there, at once.
    Moved(Ticket),
    /// It is there.
    Done(Made),
    /// It will never be there. What was refused for its content is [`ContentPolicy`], what was cancelled there [`Cancelled`].
    ///
    /// [`ContentPolicy`]: turnpike_domain::failure::FailureKind::ContentPolicy
    /// [`Cancelled`]: turnpike_domain::failure::FailureKind::Cancelled
    Failed(Failure),
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// At least one.
    pub assets: Vec<Asset>,
    /// What the provider counted: `made_ms` is the length of all that was made.
    pub usage: Option<Usage>,
    /// What the provider says that it cost.
    pub cost: Option<Credits>,
    /// Unix milliseconds until which it can be fetched, if the provider says so.
    pub expires_at: Option<i64>,
    /// How long it can be fetched from now on, where the provider documents that and its answer does not say it.
    pub kept_for: Option<Duration>,
}

/// One file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// To be fetched: behind the base address, or at a whole address. A credential goes along to the provider's own origin
    /// only.
    At(String),
    /// Here.
    Bytes(Bytes),
}

/// How a wire format tells of its jobs, whatever they make.
pub trait JobDialect: Send + Sync {
    /// Reads the success of the call that asked for it. `content_type`: `application/json`, `audio/mpeg`.
    fn submitted(&self, vendor: &Vendor, content_type: &str, body: Bytes) -> Result<Submitted, Failure>;

    /// The call that looks how it stands.
    fn look(&self, vendor: &Vendor, ticket: &Ticket) -> UpstreamCall {
        UpstreamCall::look(vendor, &*ticket.look)
    }

    /// Reads the success of that call. An error is one of the look; the job itself may go on.
    fn progress(&self, vendor: &Vendor, ticket: &Ticket, body: Bytes) -> Result<Progress, Failure>;

    /// The call that cancels it; `None`: that can not be done.
    fn cancel(&self, _: &Vendor, _: &Ticket) -> Option<UpstreamCall> {
        None
    }

    /// What an answer that is no success says.
    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

/// A wire format for films.
pub trait VideoDialect: JobDialect {
    /// The call that asks `upstream`, the vendor's name for a model, for a film.
    fn submit(&self, vendor: &Vendor, task: &VideoTask<'_>, upstream: &str) -> Result<UpstreamCall, Failure>;

    /// The most films that one call can ask for.
    fn most_at_once(&self, _upstream: &str) -> u64 {
        1
    }
}

/// A wire format for music.
pub trait MusicDialect: JobDialect {
    /// The call that asks `upstream`, the vendor's name for a model, for music.
    fn submit(&self, vendor: &Vendor, request: &MusicRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure>;
}

/// A film to be made.
#[derive(Clone, Copy, Debug)]
pub struct VideoTask<'a> {
    /// As the client asks for it.
    pub request: &'a VideosRequest<'a>,
    /// What it begins with.
    pub image: Option<&'a Picture>,
}

impl Ticket {
    /// A job of the id in an answer, which is looked at behind `folder`.
    ///
    /// # Errors
    /// When there is no id.
    pub(crate) fn of(id: &Value, folder: &str) -> Result<Self, Failure> {
        let id = match id {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => String::new(),
        };
        if id.bytes().all(|byte| byte == b'.') {
            return Err(Failure::new(FailureKind::BadReply, "the provider's answer does not say which job it is"));
        }
        Ok(Self { look: format!("{folder}{}", step(&id)), id, cancel: None })
    }
}

impl Asset {
    /// What stands in an answer in base64.
    pub(crate) fn inside(base64: &Value) -> Result<Self, Failure> {
        let bytes = base64.as_str().and_then(|base64| STANDARD.decode(base64).ok()).filter(|bytes| !bytes.is_empty());
        bytes.map(|bytes| Self::Bytes(bytes.into())).ok_or_else(nothing_made)
    }
}

/// A length in seconds, of which whole ones are whole.
pub(crate) fn seconds(length_ms: u64) -> Value {
    if length_ms.is_multiple_of(1_000) { (length_ms / 1_000).into() } else { (length_ms as f64 / 1_000.0).into() }
}

/// It says that it is done, and there is nothing.
pub(crate) fn nothing_made() -> Failure {
    Failure::new(FailureKind::BadReply, "the provider says that it is done, and gives nothing")
}

impl Made {
    /// One film or song, for the fetching.
    pub(crate) fn at(place: impl Into<String>) -> Self {
        Self { assets: vec![Asset::At(place.into())], ..Self::default() }
    }

    /// So many seconds of it.
    pub(crate) fn lasting(self, seconds: Option<f64>) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within the range")]
        let made = seconds.filter(|seconds| (0.0..1e9).contains(seconds)).map(|seconds| (seconds * 1_000.0).round() as u64);
        Self { usage: made.map(|made_ms| Usage { made_ms, ..Usage::default() }).or(self.usage), ..self }
    }
}

impl Progress {
    /// It is being made, and so far of `whole`.
    pub(crate) fn running(progress: &Value, whole: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 100")]
        let percent = progress.as_f64().map(|part| (part / whole * 100.0).round().clamp(0.0, 100.0) as u8);
        Self::Running { percent }
    }

    /// It will never be there, for a reason in the provider's words.
    pub(crate) fn failed(code: &Value, words: &Value) -> Self {
        Self::Failed(complaint(code, words))
    }

    /// It was refused for its content, or held back.
    pub(crate) fn refused(words: &Value) -> Self {
        Self::Failed(Failure { kind: FailureKind::ContentPolicy, ..complaint(&Value::Null, words) })
    }
}

fn complaint(code: &Value, words: &Value) -> Failure {
    failure::in_band(&json!({"error": {"code": code, "message": words}}).to_string())
}
