//! A chat as a stream to the client: the provider's frames, untouched where nothing had to be mended, our usage
//! chunk, `[DONE]`; or one error event and no `[DONE]`. The request settles here when the stream ends, and in
//! the meter's `Drop` when the client goes first.

use std::{
    collections::VecDeque,
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use bytes::Bytes;
use http_body::Frame;
use serde_json::{Map, Value, json};
use tokio::time::{Instant, Sleep, sleep_until};
use turnpike_domain::{credits::Credits, failure::Failure, usage::Usage};
use turnpike_providers::{ChatStream, StreamEnd, StreamEvent};

use super::{
    error::ApiError,
    reply::{Cost, keep_head, stamp, stamp_standing},
};
use crate::relay::{
    attempt::{Committed, Ending},
    meter::Meter,
    source::Source,
    stop::Stop,
};

/// The answer to a request whose first content is there.
pub(crate) fn respond(mut meter: Meter, committed: Committed, include_usage: bool, keep_alive: Duration) -> Response {
    let mut headers = HeaderMap::with_capacity(16);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
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
    let Committed { source, decoder, frames, ending, .. } = committed;
    let stop = meter.stop();
    let silence = Box::pin(sleep_until(Instant::now() + keep_alive));
    let mut stream = ClientStream {
        phase: Phase::Open(Box::new(Open { source, decoder })),
        frames,
        stop,
        meter,
        include_usage,
        keep_alive,
        last_sent: Instant::now(),
        silence,
    };
    stream.keep_frames(0);
    if let Some(ending) = ending {
        stream.close(ending);
    }
    let mut response = Response::new(Body::new(stream));
    *response.headers_mut() = headers;
    response
}

/// The body that the client reads.
struct ClientStream {
    phase: Phase,
    frames: VecDeque<Bytes>,
    stop: Arc<Stop>,
    meter: Meter,
    include_usage: bool,
    keep_alive: Duration,
    last_sent: Instant,
    silence: Pin<Box<Sleep>>,
}

enum Phase {
    /// The provider is still sending.
    Open(Box<Open>),
    /// All is said; the trailer follows what is left of the frames.
    Closing(Option<Credits>),
    Over,
}

struct Open {
    source: Source,
    decoder: ChatStream,
}

impl http_body::Body for ClientStream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = &mut *self;
        loop {
            if let Some(bytes) = this.frames.pop_front() {
                this.last_sent = Instant::now();
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            let Phase::Open(open) = &mut this.phase else { return Poll::Ready(this.trailer().map(Ok)) };
            if this.stop.asked() {
                this.stop_early();
                continue;
            }
            let Open { source, decoder } = &mut **open;
            let mut events = Vec::new();
            match source.poll_next(context) {
                Poll::Ready(Some(Ok(bytes))) => decoder.push(bytes, &mut events),
                Poll::Ready(Some(Err(failure))) => events.push(StreamEvent::Failed(failure)),
                Poll::Ready(None) => decoder.finish(&mut events),
                Poll::Pending if this.stop.poll(context).is_ready() => continue,
                Poll::Pending => return this.poll_silence(context),
            }
            this.take(events);
        }
    }
}

impl ClientStream {
    fn take(&mut self, events: Vec<StreamEvent>) {
        let before = self.frames.len();
        for event in events {
            match event {
                StreamEvent::Frames { bytes, .. } => self.frames.push_back(bytes),
                StreamEvent::Failed(failure) => {
                    self.keep_frames(before);
                    return self.close(Ending::Failed(failure));
                }
                StreamEvent::End(end) => {
                    self.keep_frames(before);
                    return self.close(Ending::Clean(end));
                }
            }
        }
        self.keep_frames(before);
    }

    /// Copies new frames into the captured body, where bodies are captured.
    fn keep_frames(&mut self, from: usize) {
        let Some(capturing) = self.meter.capturing() else { return };
        for bytes in self.frames.iter().skip(from) {
            capturing.piece(bytes);
        }
    }

    /// The provider is done: settle, record, and say the last words.
    fn close(&mut self, ending: Ending) {
        let Phase::Open(open) = std::mem::replace(&mut self.phase, Phase::Over) else { return };
        let (reported, made) = (open.decoder.usage(), open.decoder.output_bytes());
        let from = self.frames.len();
        match ending {
            Ending::Clean(end) => {
                self.meter.used(end.usage.or(reported), end.cost, made, end.finish_reason.as_deref());
                let credits = self.meter.settle();
                if self.include_usage {
                    self.frames.push_back(self.usage_chunk(end, credits));
                }
                self.frames.push_back(Bytes::from_static(b"data: [DONE]\n\n"));
                self.keep_frames(from);
                self.meter.end(200, None);
                self.phase = Phase::Closing(credits);
            }
            Ending::Failed(failure) => self.fail(failure, reported, made),
        }
    }

    fn fail(&mut self, failure: Failure, reported: Option<Usage>, made: u64) {
        let Some(provider) = self.meter.target().map(|target| &target.provider) else { return };
        let failure = provider.without_secret(failure);
        let error = ApiError::failed(provider.id.as_str(), &failure);
        self.meter.used(reported, None, made, None);
        self.meter.broke(&failure);
        self.end_with(&error);
    }

    /// Says what went wrong in place of the rest, and settles what was used.
    fn end_with(&mut self, error: &ApiError) {
        let credits = self.meter.settle();
        self.meter.left();
        let from = self.frames.len();
        self.frames.push_back(error.event().into());
        self.keep_frames(from);
        // The status line has long been sent: what the log shows is what the client saw there.
        self.meter.end(200, Some(error.sent()));
        self.phase = Phase::Closing(credits);
    }

    /// The owner wants it to end here.
    fn stop_early(&mut self) {
        let Phase::Open(open) = std::mem::replace(&mut self.phase, Phase::Over) else { return };
        self.meter.used(open.decoder.usage(), None, open.decoder.output_bytes(), None);
        self.end_with(&ApiError::stopped());
    }

    /// The chunk that carries the usage, and what it came to.
    fn usage_chunk(&self, end: StreamEnd, credits: Option<Credits>) -> Bytes {
        let request = self.meter.request();
        let model = request.and_then(|request| request.model_used.as_ref());
        let usage = request.and_then(|request| request.usage).unwrap_or_default();
        let mut shown = end.usage_json.unwrap_or_else(|| counted(&usage));
        shown.insert("credits_used".to_owned(), json!(credits));
        let chunk = json!({
            "id": end.id, "object": "chat.completion.chunk", "created": end.created, "model": model, "choices": [], "usage": shown,
        });
        format!("data: {chunk}\n\n").into()
    }

    fn trailer(&mut self) -> Option<Frame<Bytes>> {
        let Phase::Closing(credits) = std::mem::replace(&mut self.phase, Phase::Over) else { return None };
        let value = HeaderValue::try_from(credits?.to_string()).ok()?;
        Some(Frame::trailers(HeaderMap::from_iter([(HeaderName::from_static("x-credits-used"), value)])))
    }

    /// Nothing from the provider yet; a comment keeps proxies in between from giving up.
    fn poll_silence(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        while self.silence.as_mut().poll(context).is_ready() {
            let (now, due) = (Instant::now(), self.last_sent + self.keep_alive);
            if due <= now {
                self.last_sent = now;
                self.silence.as_mut().reset(now + self.keep_alive);
                return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b": keep-alive\n\n")))));
            }
            self.silence.as_mut().reset(due);
        }
        Poll::Pending
    }
}

/// OpenAI's shape for a usage that was counted here.
fn counted(usage: &Usage) -> Map<String, Value> {
    let shown =
        json!({"prompt_tokens": usage.input, "completion_tokens": usage.output, "total_tokens": usage.input + usage.output});
    match shown {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

impl Drop for ClientStream {
    /// The client hung up: what the provider had made by then is known only to the decoder.
    fn drop(&mut self) {
        if let Phase::Open(open) = &self.phase {
            self.meter.used(open.decoder.usage(), None, open.decoder.output_bytes(), None);
        }
    }
}
