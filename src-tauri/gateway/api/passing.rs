//! Bytes on their way to a client as they come: speech, or the events of a transcript. When the provider breaks off in
//! the middle, so does the connection: half a sound must not pass for a whole one.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http_body::Frame;
use serde_json::{Value, json};
use turnpike_domain::{credits::Credits, failure::Failure, usage::Usage};
use turnpike_providers::BodyEnd;

use super::{
    error::ApiError,
    reply::{Cost, keep_head, stamp, stamp_standing},
};
use crate::relay::{attempt::Passing, meter::Meter, stop::Stop};

/// As what the bytes are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SentAs {
    /// As they are.
    Bytes,
    /// Sound as OpenAI's events.
    SpeechEvents,
    /// They are events already.
    Events,
}

/// The answer to a request whose first bytes are there. `counted` is what it used as far as we know it ourselves.
pub(crate) fn respond(mut meter: Meter, passing: Passing, sent_as: SentAs, content_type: &str, counted: Usage) -> Response {
    let mut headers = HeaderMap::with_capacity(16);
    let content_type = if sent_as == SentAs::Bytes { content_type } else { "text/event-stream; charset=utf-8" };
    if let Ok(value) = HeaderValue::from_str(content_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    headers.insert(header::TRAILER, HeaderValue::from_static("x-credits-used"));
    if let Some(request) = meter.request() {
        stamp(&mut headers, request, Cost::Reserved);
    }
    if let Some(standing) = meter.standing() {
        stamp_standing(&mut headers, &standing);
    }
    keep_head(&mut meter, &headers);
    let stop = meter.stop();
    let mut response = Response::new(Body::new(Sending { passing, meter, stop, sent_as, counted, phase: Phase::Open }));
    *response.headers_mut() = headers;
    response
}

/// What of it is known only afterwards, put beside what we counted; `None`: nobody counted anything.
pub(crate) fn used(counted: Usage, end: &BodyEnd) -> Option<Usage> {
    if counted == Usage::default() && end.usage.is_none() {
        return None;
    }
    let Usage { characters, heard_ms, made_ms, .. } = counted;
    let reported = end.usage.unwrap_or_default();
    Some(Usage { characters, heard_ms: if reported.heard_ms > 0 { reported.heard_ms } else { heard_ms }, made_ms, ..reported })
}

struct Sending {
    passing: Passing,
    meter: Meter,
    stop: Arc<Stop>,
    sent_as: SentAs,
    counted: Usage,
    phase: Phase,
}

enum Phase {
    Open,
    /// All is said but the trailer.
    Closing(Option<Credits>),
    Over,
}

impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let this = &mut *self;
        loop {
            if let Some(bytes) = this.passing.ready.pop_front() {
                return Poll::Ready(Some(Ok(Frame::data(this.framed(bytes)))));
            }
            if let Phase::Closing(credits) = this.phase {
                this.phase = Phase::Over;
                return Poll::Ready(trailer(credits).map(Ok));
            }
            if matches!(this.phase, Phase::Over) {
                return Poll::Ready(None);
            }
            if let Some(end) = this.passing.end {
                if let Some(last) = this.close(&end) {
                    return Poll::Ready(Some(Ok(Frame::data(last))));
                }
                continue;
            }
            if this.stop.asked() {
                return Poll::Ready(this.break_off(None));
            }
            match this.passing.source.poll_next(context) {
                Poll::Ready(piece) => {
                    if let Err(failure) = this.passing.take(piece) {
                        return Poll::Ready(this.break_off(Some(failure)));
                    }
                }
                Poll::Pending if this.stop.poll(context).is_ready() => {}
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl Sending {
    fn framed(&mut self, bytes: Bytes) -> Bytes {
        let bytes = match self.sent_as {
            SentAs::Bytes | SentAs::Events => bytes,
            SentAs::SpeechEvents => event(&json!({"type": "speech.audio.delta", "audio": STANDARD.encode(&bytes)})),
        };
        if let Some(capturing) = self.meter.capturing() {
            capturing.piece(&bytes);
        }
        bytes
    }

    /// The provider is done: settles, records, and gives the last words.
    fn close(&mut self, end: &BodyEnd) -> Option<Bytes> {
        let usage = used(self.counted, end);
        self.meter.used(usage, end.cost, 0, None);
        let credits = self.meter.settle();
        let done = (self.sent_as == SentAs::SpeechEvents).then(|| {
            let usage = usage.unwrap_or_default();
            let tokens = json!({"input_tokens": usage.input, "output_tokens": usage.output, "total_tokens": usage.input + usage.output,
                "credits_used": credits});
            event(&json!({"type": "speech.audio.done", "usage": tokens}))
        });
        self.meter.end(200, None);
        self.phase = Phase::Closing(credits);
        done
    }

    /// It ends here, and not as it should.
    fn break_off(&mut self, failure: Option<Failure>) -> Option<Result<Frame<Bytes>, std::io::Error>> {
        self.meter.used(Some(self.counted), None, 0, None);
        let error = match failure {
            None => ApiError::stopped(),
            Some(failure) => {
                let provider = self.meter.target().map(|target| &target.provider)?;
                let failure = provider.without_secret(failure);
                let error = ApiError::failed(provider.id.as_str(), &failure);
                self.meter.broke(&failure);
                error
            }
        };
        let credits = self.meter.settle();
        self.meter.left();
        // The status line has long been sent: what the log shows is what the client saw there.
        self.meter.end(200, Some(error.sent()));
        if self.sent_as == SentAs::Bytes {
            self.phase = Phase::Over;
            return Some(Err(std::io::Error::other("the provider broke off")));
        }
        self.phase = Phase::Closing(credits);
        Some(Ok(Frame::data(error.event().into())))
    }
}

impl Drop for Sending {
    /// The client hung up: the provider bills what it was asked for.
    fn drop(&mut self) {
        if matches!(self.phase, Phase::Open) {
            self.meter.used(Some(self.counted), None, 0, None);
        }
    }
}

fn event(value: &Value) -> Bytes {
    format!("data: {value}\n\n").into()
}

fn trailer(credits: Option<Credits>) -> Option<Frame<Bytes>> {
    let value = HeaderValue::try_from(credits?.to_string()).ok()?;
    Some(Frame::trailers(HeaderMap::from_iter([(HeaderName::from_static("x-credits-used"), value)])))
}
