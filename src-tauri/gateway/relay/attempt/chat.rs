//! A chat, answered whole or as a stream.

use std::{collections::VecDeque, time::Instant};

use bytes::Bytes;
use turnpike_domain::{
    failure::{Failure, FailureKind},
    route::Needs,
};
use turnpike_providers::{ChatDialect, ChatStream, Reply, StreamEnd, StreamEvent, UpstreamCall};
use turnpike_wire::openai::chat_request::ChatRequest;

use super::{Ask, Conduct, unable};
use crate::{
    relay::{attachments::Attachments, meter::Meter, needs, source::Source, upstream::Upstreams},
    workspace::route::{Route, Target},
};

/// A chat answered in one piece.
pub(crate) struct ChatOnce<'a>(pub(crate) &'a ChatRequest<'a>, pub(crate) Attachments<'a>);

impl Ask for ChatOnce<'_> {
    type Answer = Reply;

    fn needs(&self, route: &Route) -> Needs {
        needs::of(self.0, route)
    }

    async fn ask(&self, upstreams: &Upstreams, target: &Target, conduct: Conduct) -> Result<Reply, Failure> {
        let (vendor, dialect) = (target.provider.vendor, dialect(target)?);
        let call = encode(dialect, self.0, &self.1, target).await?;
        let answer = upstreams.send(&target.provider, call, conduct).await?;
        let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
        let body = answer.success(explain).await?.whole(upstreams.most_reply_bytes()).await?;
        dialect.decode(vendor, body, target.model.as_str())
    }

    fn note(meter: &mut Meter, reply: &Reply) {
        meter.used(reply.usage, reply.cost, reply.output_bytes, reply.finish_reason.as_deref());
    }
}

/// A chat answered as a stream, from its first content on: before that, any target may still take over.
pub(crate) struct ChatStreamed<'a>(pub(crate) &'a ChatRequest<'a>, pub(crate) Attachments<'a>);

impl Ask for ChatStreamed<'_> {
    type Answer = Committed;

    fn needs(&self, route: &Route) -> Needs {
        needs::of(self.0, route)
    }

    async fn ask(&self, upstreams: &Upstreams, target: &Target, conduct: Conduct) -> Result<Committed, Failure> {
        let (vendor, dialect) = (target.provider.vendor, dialect(target)?);
        let call = encode(dialect, self.0, &self.1, target).await?;
        let answer = upstreams.send(&target.provider, call, conduct).await?;
        let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
        let source = answer.success(explain).await?;
        until_content(source, dialect.stream(vendor, target.model.as_str(), self.0.include_usage)).await
    }

    fn note(meter: &mut Meter, committed: &Committed) {
        meter.first_token(committed.first_content);
    }
}

/// A stream whose first content is there.
pub(crate) struct Committed {
    pub(crate) first_content: Instant,
    pub(crate) source: Source,
    pub(crate) decoder: ChatStream,
    /// Frames that are ready to go.
    pub(crate) frames: VecDeque<Bytes>,
    /// How it ended, if it already has.
    pub(crate) ending: Option<Ending>,
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

fn dialect(target: &Target) -> Result<&'static dyn ChatDialect, Failure> {
    target.provider.vendor.chat.ok_or_else(|| unable(target, "chat"))
}

/// The request in the target's words, with the files in it that the target does not fetch.
async fn encode(
    dialect: &dyn ChatDialect,
    request: &ChatRequest<'_>,
    attachments: &Attachments<'_>,
    target: &Target,
) -> Result<UpstreamCall, Failure> {
    let messages = attachments.brought_for(target, request).await?;
    let bringing = messages.as_deref().map(|messages| request.with_messages(messages));
    dialect.encode(target.provider.vendor, bringing.as_ref().unwrap_or(request), &target.upstream)
}

/// Reads until there is something that the client would see. Up to here another target can take over unnoticed.
async fn until_content(mut source: Source, mut decoder: ChatStream) -> Result<Committed, Failure> {
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
            return Ok(Committed { first_content: Instant::now(), source, decoder, frames, ending });
        }
        if held_back > MOST_EMPTY_BYTES {
            return Err(Failure::new(FailureKind::BadReply, "the provider streams without ever saying anything"));
        }
    }
}
