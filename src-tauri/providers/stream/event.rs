//! What comes out of a stream.

use bytes::Bytes;
use serde_json::{Map, Value};
use turnpike_domain::{credits::Credits, failure::Failure, usage::Usage};

/// What a client is to be sent, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamEvent {
    /// Whole frames as OpenAI sends them, each with its blank line.
    Frames {
        /// The frames.
        bytes: Bytes,
        /// They hold an answer, a call, or the end of one: after this no other target can be tried.
        content: bool,
    },
    /// It failed; nothing follows.
    Failed(Failure),
    /// It ended well; nothing follows. The usage chunk and `[DONE]` are the relay's.
    End(StreamEnd),
}

/// How a stream ended.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamEnd {
    /// The id that all its chunks had.
    pub id: String,
    /// Likewise.
    pub created: u64,
    /// What the provider counted.
    pub usage: Option<Usage>,
    /// The same as the provider wrote it, with at least OpenAI's three numbers.
    pub usage_json: Option<Map<String, Value>>,
    /// What the provider says that it cost.
    pub cost: Option<Credits>,
    /// Why the first answer ended.
    pub finish_reason: Option<String>,
}
