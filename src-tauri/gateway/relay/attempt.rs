//! One try at one target: encode, send, and either decode the whole answer or wait for the stream's first
//! content. Whatever goes wrong becomes a [`Failure`] here, and is matched everywhere else.

use std::{collections::VecDeque, time::Instant};

use bytes::Bytes;
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_providers::{ChatStream, Reply, StreamEnd, StreamEvent};
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest};

use super::{capture::Tape, simulate::Simulate, source::Source, upstream::Upstreams};
use crate::workspace::route::Target;

/// A stream whose first content is there.
pub(crate) struct Commit {
    pub(crate) committed: Committed,
    pub(crate) first_content: Instant,
}

/// What is handed to the client's stream.
pub(crate) struct Committed {
    pub(crate) source: Source,
    pub(crate) decoder: ChatStream,
    /// Frames that are ready to go.
    pub(crate) frames: VecDeque<Bytes>,
    /// How it ended, if it already has.
    pub(crate) ending: Option<Ending>,
}

/// What is special about an attempt: mostly nothing.
#[derive(Default)]
pub(crate) struct Conduct {
    /// Where it is written down.
    pub(crate) tape: Option<Tape>,
    /// The trouble that it is to have.
    pub(crate) simulate: Option<Simulate>,
}

/// How a stream ended.
pub(crate) enum Ending {
    /// As it should.
    Clean(StreamEnd),
    /// In the middle.
    Failed(Failure),
}

/// Frames without content that are kept back at the most: an upstream that sends nothing else is broken.
const MOST_EMPTY_BYTES: usize = 256 << 10;

pub(super) async fn chat_once(
    upstreams: &Upstreams,
    target: &Target,
    request: &ChatRequest<'_>,
    conduct: Conduct,
) -> Result<Reply, Failure> {
    let (vendor, upstream) = (target.provider.vendor, target.upstream.as_str());
    let dialect = vendor.chat.ok_or_else(|| unable(target, "chat"))?;
    let answer = upstreams.send(&target.provider, dialect.encode(vendor, request, upstream)?, conduct).await?;
    let body = answer.source.whole(upstreams.most_reply_bytes()).await?;
    if !(200..300).contains(&answer.status) {
        return Err(dialect.failure(vendor, answer.status, answer.retry_after, &body));
    }
    dialect.decode(vendor, body, target.model.as_str())
}

pub(super) async fn chat_stream(
    upstreams: &Upstreams,
    target: &Target,
    request: &ChatRequest<'_>,
    conduct: Conduct,
) -> Result<Commit, Failure> {
    let (vendor, upstream) = (target.provider.vendor, target.upstream.as_str());
    let dialect = vendor.chat.ok_or_else(|| unable(target, "chat"))?;
    let answer = upstreams.send(&target.provider, dialect.encode(vendor, request, upstream)?, conduct).await?;
    if !(200..300).contains(&answer.status) {
        let body = answer.source.whole(upstreams.most_reply_bytes()).await?;
        return Err(dialect.failure(vendor, answer.status, answer.retry_after, &body));
    }
    let decoder = dialect.stream(vendor, target.model.as_str(), request.include_usage);
    until_content(answer.source, decoder).await
}

pub(super) async fn embeddings(
    upstreams: &Upstreams,
    target: &Target,
    request: &EmbeddingsRequest<'_>,
    conduct: Conduct,
) -> Result<Reply, Failure> {
    let (vendor, upstream) = (target.provider.vendor, target.upstream.as_str());
    let dialect = vendor.embeddings.ok_or_else(|| unable(target, "embeddings"))?;
    let answer = upstreams.send(&target.provider, dialect.encode(vendor, request, upstream)?, conduct).await?;
    let body = answer.source.whole(upstreams.most_reply_bytes()).await?;
    if !(200..300).contains(&answer.status) {
        return Err(dialect.failure(vendor, answer.status, answer.retry_after, &body));
    }
    dialect.decode(vendor, body, target.model.as_str(), request.base64)
}

/// Reads until there is something that the client would see. Up to here another target can take over unnoticed.
async fn until_content(mut source: Source, mut decoder: ChatStream) -> Result<Commit, Failure> {
    let mut frames = VecDeque::new();
    let mut held_back = 0;
    loop {
        let mut events = Vec::new();
        match source.next().await {
            Some(piece) => decoder.push(piece?, &mut events),
            None => decoder.finish(&mut events),
        }
        let (mut content, mut ending) = (false, None);
        for event in events {
            match event {
                StreamEvent::Frames { bytes, content: seen } => {
                    content |= seen;
                    held_back += bytes.len();
                    frames.push_back(bytes);
                }
                StreamEvent::Failed(failure) if content => ending = Some(Ending::Failed(failure)),
                StreamEvent::Failed(failure) => return Err(failure),
                StreamEvent::End(end) => ending = Some(Ending::Clean(end)),
            }
        }
        if content || ending.is_some() {
            source.content_came();
            return Ok(Commit { committed: Committed { source, decoder, frames, ending }, first_content: Instant::now() });
        }
        if held_back > MOST_EMPTY_BYTES {
            return Err(Failure::new(FailureKind::BadReply, "the provider streams without ever saying anything"));
        }
    }
}

fn unable(target: &Target, what: &str) -> Failure {
    let mut failure = Failure::new(FailureKind::Invalid, format!("the model '{}' does not do {what}", target.model));
    failure.code = Some("unsupported_value".to_owned());
    failure.param = Some("model".to_owned());
    failure
}
