//! Text that is spoken, and what was said: answers that are passed on as they are read.

use std::collections::VecDeque;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use turnpike_domain::failure::Failure;
use turnpike_providers::{Audio, BodyEnd, BodyReader, Wanted};
use turnpike_wire::openai::{speech_request::SpeechRequest, transcription_request::TranscriptionRequest};

use super::{Ask, Conduct, unable};
use crate::{
    relay::{meter::Meter, source::Source, upstream::Upstreams},
    workspace::route::Target,
};

/// An answer whose first bytes are there: up to here any target could still take over.
pub(crate) struct Passing {
    pub(crate) source: Source,
    pub(crate) reader: Box<dyn BodyReader>,
    /// Bytes that are ready to go.
    pub(crate) ready: VecDeque<Bytes>,
    /// What it says of itself, if it is all there already.
    pub(crate) end: Option<BodyEnd>,
    /// What the provider calls it.
    pub(crate) content_type: String,
}

/// Text that is spoken.
pub(crate) struct Speech<'a>(pub(crate) &'a SpeechRequest<'a>);

impl Ask for Speech<'_> {
    type Answer = Passing;

    async fn ask(&self, upstreams: &Upstreams, target: &Target, conduct: Conduct) -> Result<Passing, Failure> {
        let vendor = target.provider.vendor;
        let dialect = vendor.speech.ok_or_else(|| unable(target, "speech"))?;
        let call = dialect.encode(vendor, self.0, &target.upstream)?;
        let answer = upstreams.send(&target.provider, call, conduct).await?;
        let content_type = content_type(&answer.headers);
        let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
        let source = answer.success(explain).await?;
        let reader = dialect.reader(vendor, &content_type, self.0.format);
        Passing { source, reader, ready: VecDeque::new(), end: None, content_type }.until_something().await
    }

    fn note(_: &mut Meter, _: &Passing) {}
}

/// What was said.
pub(crate) struct Transcription<'a> {
    pub(crate) request: &'a TranscriptionRequest<'a>,
    pub(crate) audio: &'a Audio,
}

impl Transcription<'_> {
    fn wanted(&self) -> Wanted {
        let TranscriptionRequest { format, words, stream, translate, .. } = *self.request;
        Wanted { format, words, stream, translate, heard: self.audio.length }
    }
}

impl Ask for Transcription<'_> {
    type Answer = Passing;

    async fn ask(&self, upstreams: &Upstreams, target: &Target, conduct: Conduct) -> Result<Passing, Failure> {
        let vendor = target.provider.vendor;
        let dialect = vendor.transcription.ok_or_else(|| unable(target, "transcription"))?;
        let call = dialect.encode(vendor, self.request, self.audio, &target.upstream)?;
        let answer = upstreams.send(&target.provider, call, conduct).await?;
        let content_type = content_type(&answer.headers);
        let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
        let source = answer.success(explain).await?;
        let reader = dialect.reader(vendor, self.wanted());
        let passing = Passing { source, reader, ready: VecDeque::new(), end: None, content_type };
        if self.request.stream { passing.until_something().await } else { passing.until_end().await }
    }

    fn note(_: &mut Meter, _: &Passing) {}
}

impl Passing {
    /// Reads until there is something to send, or all of it.
    pub(super) async fn until_something(mut self) -> Result<Self, Failure> {
        while self.ready.is_empty() && self.end.is_none() {
            self.read().await?;
        }
        self.source.content_came();
        Ok(self)
    }

    /// Reads all of it.
    async fn until_end(mut self) -> Result<Self, Failure> {
        while self.end.is_none() {
            self.read().await?;
        }
        Ok(self)
    }

    async fn read(&mut self) -> Result<(), Failure> {
        let piece = self.source.next().await;
        self.take(piece)
    }

    /// Takes what came from the provider; `None`: it is over.
    pub(crate) fn take(&mut self, piece: Option<Result<Bytes, Failure>>) -> Result<(), Failure> {
        let mut out = Vec::new();
        match piece {
            Some(bytes) => self.reader.push(bytes?, &mut out)?,
            None => self.end = Some(self.reader.finish(&mut out)?),
        }
        self.ready.extend(out.into_iter().filter(|bytes| !bytes.is_empty()));
        Ok(())
    }
}

pub(super) fn content_type(headers: &http::HeaderMap) -> String {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
}
