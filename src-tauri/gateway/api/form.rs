//! Forms, read part by part as they arrive: what is held in memory is bounded, how long a part is does not matter. A
//! client may be slow, but not silent.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use bytes::Bytes;
use futures_util::Stream;
use http_body::Body as _;
use multer::{Field, Multipart};
use turnpike_wire::disposition::Disposition;

use super::error::ApiError;

/// Bytes that may come without being part of a field: heads of parts, and what stands before the first.
const MOST_BETWEEN: usize = 1 << 20;

/// A body that a form is read from, and that can be read on when the form is given up.
#[derive(Clone)]
pub(crate) struct Source {
    body: Arc<Mutex<Body>>,
    /// Bytes that have come since a part of the form was last taken.
    waiting: Arc<AtomicUsize>,
    gave: bool,
    patience: Duration,
}

/// A form on its way in.
pub(crate) struct Form {
    parts: Multipart<'static>,
    source: Source,
}

/// A part of a form.
pub(crate) struct Part {
    pub(crate) name: String,
    /// As it was sent; only files have one.
    pub(crate) filename: Option<String>,
    field: Field<'static>,
    source: Source,
}

impl Source {
    /// Of a client that is never silent for longer.
    pub(crate) fn new(body: Body, patience: Duration) -> Self {
        Self { body: Arc::new(Mutex::new(body)), waiting: Arc::default(), gave: false, patience }
    }

    /// Reads on without keeping anything: a client that is still sending would not see the answer.
    pub(crate) async fn drain(mut self) {
        let patience = self.patience;
        let read = async { while std::future::poll_fn(|cx| self.poll_piece(cx)).await.is_some_and(|piece| piece.is_ok()) {} };
        // Who sends for longer than this may miss it.
        let _ = tokio::time::timeout(patience, read).await;
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
        let mut body = self.body.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match ready!(Pin::new(&mut *body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }

    async fn within<T>(&self, reading: impl Future<Output = Result<T, multer::Error>>) -> Result<T, ApiError> {
        let read = tokio::time::timeout(self.patience, reading).await.map_err(|_| ApiError::body_lost())?;
        self.waiting.store(0, Ordering::Relaxed);
        read.map_err(|error| match error {
            multer::Error::StreamReadFailed(_) | multer::Error::IncompleteStream | multer::Error::IncompleteFieldData { .. } => {
                ApiError::body_lost()
            }
            error => ApiError::invalid("body", format!("We could not parse the form in your request: {error}.")),
        })
    }
}

impl Stream for Source {
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    /// Gives one piece at a time: the parser reads for as long as there is something, into a buffer of its own.
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if std::mem::take(&mut this.gave) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = ready!(this.poll_piece(cx));
        this.gave = true;
        let length = piece.as_ref().and_then(|piece| piece.as_ref().ok()).map_or(0, Bytes::len);
        if this.waiting.fetch_add(length, Ordering::Relaxed) > MOST_BETWEEN {
            return Poll::Ready(Some(Err("no part of a form where one was expected".into())));
        }
        Poll::Ready(piece.map(|piece| piece.map_err(Into::into)))
    }
}

impl Form {
    /// Begins to read one.
    pub(crate) fn open(headers: &HeaderMap, source: Source) -> Result<Self, ApiError> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| ApiError::media_type("multipart/form-data"))?;
        Ok(Self { parts: Multipart::new(source.clone(), boundary), source })
    }

    /// The next part, once the one before was read to its end.
    pub(crate) async fn next(&mut self) -> Result<Option<Part>, ApiError> {
        let Some(field) = self.source.within(self.parts.next_field()).await? else { return Ok(None) };
        let disposition = field.headers().get(header::CONTENT_DISPOSITION);
        let Disposition { name, filename } = disposition.map(|value| Disposition::parse(value.as_bytes())).unwrap_or_default();
        Ok(Some(Part { name: name.unwrap_or_default(), filename, field, source: self.source.clone() }))
    }
}

impl Part {
    /// The next bytes; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, ApiError> {
        self.source.within(self.field.chunk()).await
    }

    /// All of it, as a text of at most so many bytes.
    pub(crate) async fn text(mut self, most: usize) -> Result<String, ApiError> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.chunk().await? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > most {
                return Err(ApiError::invalid(&self.name, format!("'{}' is longer than {most} bytes.", self.name)));
            }
        }
        String::from_utf8(bytes).map_err(|_| ApiError::invalid(&self.name, format!("'{}' is not UTF-8.", self.name)))
    }
}
