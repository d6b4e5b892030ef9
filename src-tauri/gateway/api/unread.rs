//! Requests that are answered before all of them was read. The connection ends behind such an answer, and a client that is
//! not told so sends its next request into it.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

/// A body that notes when it has been read to its end.
pub(super) struct Noted {
    body: Incoming,
    read: Arc<AtomicBool>,
}

/// Was the body read to its end?
pub(super) struct Read(Arc<AtomicBool>);

/// The body, and who knows about it when the answer is there.
pub(super) fn note(body: Incoming) -> (Noted, Read) {
    let read = Arc::new(AtomicBool::new(body.is_end_stream()));
    (Noted { body, read: Arc::clone(&read) }, Read(read))
}

impl Read {
    /// Tells the client that the connection ends, if it does.
    pub(super) fn tell(&self, response: &mut Response) {
        if !self.0.load(Ordering::Relaxed) {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

impl Body for Noted {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.read.store(true, Ordering::Relaxed);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
