//! Jobs: what takes minutes is asked for once, looked at until it has ended, and fetched where it is then. Here is what a
//! wire format has to say of that; who waits, and what is kept meanwhile, is the gateway's.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use turnpike_domain::{credits::Credits, failure::Failure, usage::Usage};
use turnpike_wire::openai::{music_request::MusicRequest, videos_request::VideosRequest};

use crate::{dialect::UpstreamCall, failure, images::Picture, vendor::Vendor};

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
