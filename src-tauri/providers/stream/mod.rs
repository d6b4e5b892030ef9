//! One driver reads all streams. It frames the bytes, has each event decoded and normalised, and decides what
//! everything that is no chunk means: an end without a reason, an error inside, half a frame, no stream at all.

mod answers;
mod event;
mod join;
mod normaliser;
mod outbox;
mod twin;

use std::{borrow::Cow, ops::Range};

use bytes::{Bytes, BytesMut};
use serde_json::Value;
use turnpike_domain::{
    failure::{Failure, FailureKind},
    usage::Usage,
};
use turnpike_wire::{
    openai::chat_chunk::ChatChunk,
    sse::{Event, Framer, LARGEST_EVENT, Piece},
};

use crate::{failure, vendor::Vendor};
pub use event::{StreamEnd, StreamEvent};
pub(crate) use join::{is_stream, whole};
use normaliser::Normaliser;
use outbox::Outbox;

/// How much of what could not be read is kept, to tell what it was.
const KEPT_OF_GARBAGE: usize = 2_048;

/// What an event says, in the dialect of its vendor.
pub(crate) enum Decoded<'a> {
    /// It is a chunk as OpenAI sends it, more or less.
    Chunk(ChatChunk<'a>),
    /// It says this, as one of OpenAI's chunks.
    Translated(String),
    Failed(Failure),
    /// Nothing else will come.
    Done,
    /// Nothing that concerns a client.
    Nothing,
}

/// Reads the events of one stream, one after the other.
pub(crate) trait Decode: Send + Sync {
    /// Reads one event, or the whole answer that came instead of a stream. An error means that the text is broken, not
    /// that it is unknown.
    fn event<'a>(&mut self, name: &str, text: &'a str) -> Result<Decoded<'a>, serde_json::Error>;

    /// Another one that has read the same.
    fn fork(&self) -> Box<dyn Decode>;
}

impl Clone for Box<dyn Decode> {
    fn clone(&self) -> Self {
        (**self).fork()
    }
}

/// A chat stream on its way from a provider to an OpenAI client.
#[derive(Clone)]
pub struct ChatStream {
    framer: Framer,
    decode: Box<dyn Decode>,
    normaliser: Normaliser,
    outbox: Outbox,
    form: Form,
    garbage: Vec<u8>,
    ended: bool,
}

/// What the body turned out to be.
#[derive(Clone)]
enum Form {
    /// Nothing but white space so far.
    Unknown,
    Events,
    /// A body that is no stream, until it is whole.
    Body(BytesMut),
}

impl ChatStream {
    pub(crate) fn new(vendor: &Vendor, served_as: &str, include_usage: bool, decode: impl Decode + 'static) -> Self {
        Self {
            framer: Framer::default(),
            decode: Box::new(decode),
            normaliser: Normaliser::new(vendor, served_as, include_usage),
            outbox: Outbox::default(),
            form: Form::Unknown,
            garbage: Vec::new(),
            ended: false,
        }
    }

    /// Takes in one read.
    pub fn push(&mut self, bytes: Bytes, events: &mut Vec<StreamEvent>) {
        if self.ended {
            return;
        }
        if matches!(self.form, Form::Unknown) {
            self.form = form(&bytes);
        }
        match &mut self.form {
            Form::Body(body) => {
                body.extend_from_slice(&bytes);
                if body.len() > LARGEST_EVENT {
                    self.fail(Failure::new(FailureKind::BadReply, "the provider's answer is too large"), events);
                }
            }
            Form::Unknown | Form::Events => self.push_events(bytes, events),
        }
    }

    /// The body has ended.
    pub fn finish(&mut self, events: &mut Vec<StreamEvent>) {
        if self.ended {
            return;
        }
        let outcome = match std::mem::replace(&mut self.form, Form::Events) {
            Form::Body(body) => self.whole_body(&body),
            Form::Unknown => Err(failure::unreadable(b"")),
            Form::Events => match self.framer.finish() {
                Some(event) => self.event(&event),
                None => Ok(Flow::More),
            },
        };
        match outcome.and_then(|flow| self.end(flow == Flow::Done)) {
            Ok(end) => self.close(StreamEvent::End(end), events),
            Err(failure) => self.fail(failure, events),
        }
    }

    /// What the provider has counted so far.
    pub fn usage(&self) -> Option<Usage> {
        self.normaliser.counted().map(|counted| counted.usage)
    }

    /// Bytes of text, thoughts and arguments so far: what an estimate goes by when nobody counts.
    pub fn output_bytes(&self) -> u64 {
        self.normaliser.output_bytes
    }

    fn push_events(&mut self, bytes: Bytes, events: &mut Vec<StreamEvent>) {
        self.outbox.begin(&bytes);
        self.framer.push(bytes);
        while let Some(piece) = self.framer.next_piece() {
            let outcome = match piece {
                Piece::Life => continue,
                Piece::TooLarge => Err(Failure::new(FailureKind::BadReply, "an event of the provider's stream is too large")),
                Piece::Event(event) => self.event(&event),
            };
            match outcome {
                Ok(Flow::More) => {}
                Ok(Flow::Done) => {
                    return match self.end(true) {
                        Ok(end) => self.close(StreamEvent::End(end), events),
                        Err(failure) => self.fail(failure, events),
                    };
                }
                Err(failure) => return self.fail(failure, events),
            }
        }
        self.outbox.flush(events);
    }

    fn event(&mut self, event: &Event) -> Result<Flow, Failure> {
        let (text, within) = match std::str::from_utf8(event.data()) {
            Ok(text) => (Cow::Borrowed(text), event.plain_within()),
            Err(_) => (String::from_utf8_lossy(event.data()), None),
        };
        if let Some(range) = within.clone().filter(|_| event.is_unnamed())
            && self.normaliser.twin(&text, range, &mut self.outbox)
        {
            return Ok(Flow::More);
        }
        match self.read(&event.name(), &one_line(&text), within) {
            Ok(flow) => Ok(flow),
            Err(Trouble::Failed(failure)) => Err(failure),
            Err(Trouble::Broken) => self.salvage(&event.name(), &text),
        }
    }

    fn read(&mut self, name: &str, text: &str, within: Option<Range<usize>>) -> Result<Flow, Trouble> {
        match self.decode.event(name, text)? {
            Decoded::Chunk(chunk) => self.normaliser.chunk(text, &chunk, within, &mut self.outbox)?,
            Decoded::Translated(text) => self.normaliser.chunk(&text, &ChatChunk::parse(&text)?, None, &mut self.outbox)?,
            // What goes wrong after the answer is whole is nobody's loss.
            Decoded::Failed(failure) if !self.normaliser.sealed => return Err(Trouble::Failed(failure)),
            Decoded::Done => return Ok(Flow::Done),
            Decoded::Failed(_) | Decoded::Nothing => {}
        }
        Ok(Flow::More)
    }

    /// A text that is no JSON may hold some: frames without blank lines between them, or a whole one glued to the
    /// beginning of another. What is left is skipped; one bad frame is no reason to lose an answer.
    fn salvage(&mut self, name: &str, text: &str) -> Result<Flow, Failure> {
        let mut saved = false;
        let pieces = text.lines().flat_map(|line| {
            let glued = line.rfind("data:").filter(|at| *at > 0);
            let (first, last) = glued.map_or((line, None), |at| (&line[..at], Some(&line[at..])));
            [Some(first), last].into_iter().flatten()
        });
        for piece in pieces {
            let piece = piece.trim();
            let piece = piece.strip_prefix("data:").unwrap_or(piece);
            match self.read(name, piece, None) {
                Ok(Flow::Done) => return Ok(Flow::Done),
                Ok(Flow::More) => saved = true,
                Err(Trouble::Failed(failure)) => return Err(failure),
                Err(Trouble::Broken) => {}
            }
        }
        if !saved && name == "error" {
            return Err(failure::in_band(&Value::from(text).to_string()));
        }
        if !saved && self.garbage.len() < KEPT_OF_GARBAGE {
            self.garbage.extend_from_slice(text.as_bytes());
        }
        Ok(Flow::More)
    }

    /// No stream, though one was asked for: a whole completion, an error, or nonsense.
    fn whole_body(&mut self, body: &[u8]) -> Result<Flow, Failure> {
        let text = String::from_utf8_lossy(body);
        self.normaliser.expect_messages();
        match self.read("", &one_line(&text), None) {
            Ok(_) => Ok(Flow::Done),
            Err(Trouble::Failed(failure)) => Err(failure),
            Err(Trouble::Broken) if serde_json::from_str::<Value>(&text).is_ok() => Err(failure::in_band(&text)),
            Err(Trouble::Broken) => Err(failure::unreadable(body)),
        }
    }

    /// An answer without an end is whole only if the provider says that nothing else will come.
    fn end(&mut self, done: bool) -> Result<StreamEnd, Failure> {
        let ended = |message| Failure::new(FailureKind::Truncated, message);
        if !self.normaliser.has_begun() {
            return Err(match (self.garbage.is_empty(), done) {
                (false, _) => failure::unreadable(&self.garbage),
                (true, true) => Failure::new(FailureKind::BadReply, "the provider's stream held no answer"),
                (true, false) => ended("the provider's stream ended before it began"),
            });
        }
        if !done && !self.normaliser.has_finished() {
            return Err(ended("the provider's stream ended before it was finished"));
        }
        Ok(self.normaliser.end(&mut self.outbox))
    }

    fn fail(&mut self, failure: Failure, events: &mut Vec<StreamEvent>) {
        self.close(StreamEvent::Failed(failure), events);
    }

    fn close(&mut self, last: StreamEvent, events: &mut Vec<StreamEvent>) {
        self.outbox.flush(events);
        events.push(last);
        self.ended = true;
    }
}

/// Why a text did not become frames.
enum Trouble {
    /// It is no JSON, or none of the expected shape.
    Broken,
    Failed(Failure),
}

impl From<serde_json::Error> for Trouble {
    fn from(_: serde_json::Error) -> Self {
        Self::Broken
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    More,
    Done,
}

/// A frame is one line. In JSON a line end can only stand where a space can.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) { Cow::Owned(text.replace(['\n', '\r'], " ")) } else { Cow::Borrowed(text) }
}

/// By the first character: no field of an event begins like JSON or a web page.
fn form(bytes: &[u8]) -> Form {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Form::Unknown,
        Some(b'{' | b'[' | b'<' | b'"') => Form::Body(BytesMut::new()),
        Some(_) => Form::Events,
    }
}

#[cfg(test)]
mod tests;
