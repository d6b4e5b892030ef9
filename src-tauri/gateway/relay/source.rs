//! The body of a provider's answer as it arrives, and the patience for the next piece.

use std::{
    collections::VecDeque,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http_body::Body;
use tokio::time::{Instant, Sleep, sleep_until};
use turnpike_domain::failure::{Failure, FailureKind};

use super::{
    capture::Tape,
    simulate::Disturbance,
    upstream::{NetworkBody, broken},
};

/// Bytes from a provider.
pub(crate) struct Source {
    from: From,
    idle: Duration,
    last_read: Instant,
    /// Fires at the earliest when the provider has been silent for too long. It is not set anew at every
    /// read, only when it fires too early: reads are many, silences few.
    timer: Pin<Box<Sleep>>,
    tape: Option<Tape>,
    disturbance: Option<Box<Disturbance>>,
}

enum From {
    Network(NetworkBody),
    Here { chunks: VecDeque<Bytes>, pace: Option<Pin<Box<Sleep>>> },
}

/// Between two pieces of a stream that no network brings: slow enough to be seen streaming.
const PACE: Duration = Duration::from_millis(8);

impl Source {
    pub(super) fn network(body: NetworkBody, idle: Duration) -> Self {
        Self::new(From::Network(body), idle)
    }

    pub(super) fn here(chunks: Vec<Bytes>, paced: bool, idle: Duration) -> Self {
        let pace = paced.then(|| Box::pin(sleep_until(Instant::now() + PACE)));
        Self::new(From::Here { chunks: chunks.into(), pace }, idle)
    }

    fn new(from: From, idle: Duration) -> Self {
        let now = Instant::now();
        Self { from, idle, last_read: now, timer: Box::pin(sleep_until(now + idle)), tape: None, disturbance: None }
    }

    /// Has what comes written down, or disturbed, or both.
    pub(super) fn observe(&mut self, tape: Option<Tape>, disturbance: Option<Disturbance>) {
        (self.tape, self.disturbance) = (tape, disturbance.map(Box::new));
    }

    /// The client is about to see content of it.
    pub(super) fn content_came(&mut self) {
        if let Some(disturbance) = &mut self.disturbance {
            disturbance.content_came();
        }
    }

    /// The next piece; `None` at the end.
    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let next = match &mut self.disturbance {
            None => self.from.poll_next(context),
            Some(disturbance) => disturbance.poll_next(context, |context| self.from.poll_next(context)),
        };
        if let Poll::Ready(piece) = next {
            self.last_read = Instant::now();
            if let (Some(tape), Some(Ok(bytes))) = (&self.tape, &piece) {
                tape.piece(bytes);
            }
            return Poll::Ready(piece);
        }
        while self.timer.as_mut().poll(context).is_ready() {
            let due = self.last_read + self.idle;
            if due <= Instant::now() {
                let message = format!("the provider was silent for {} s in the middle of its answer", self.idle.as_secs());
                return Poll::Ready(Some(Err(Failure::new(FailureKind::Timeout, message))));
            }
            self.timer.as_mut().reset(due);
        }
        Poll::Pending
    }

    /// The next piece; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Result<Bytes, Failure>> {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    /// The whole body, if it has at most `most` bytes.
    pub(crate) async fn whole(mut self, most: usize) -> Result<Bytes, Failure> {
        if let Some(disturbance) = &mut self.disturbance {
            disturbance.in_one_piece();
        }
        let Some(first) = self.next().await.transpose()? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await.transpose()? else { return Ok(first) };
        let mut all = BytesMut::from(first);
        let mut piece = Some(second);
        while let Some(bytes) = piece {
            if all.len() + bytes.len() > most {
                return Err(Failure::new(FailureKind::BadReply, format!("the provider's answer is larger than {most} bytes")));
            }
            all.extend_from_slice(&bytes);
            piece = self.next().await.transpose()?;
        }
        Ok(all.freeze())
    }
}

impl From {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        match self {
            Self::Network(body) => loop {
                let frame = match Pin::new(&mut *body).poll_frame(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(None) => return Poll::Ready(None),
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(broken(&error)))),
                    Poll::Ready(Some(Ok(frame))) => frame,
                };
                // Trailers of a provider mean nothing to us.
                if let Ok(bytes) = frame.into_data() {
                    return Poll::Ready(Some(Ok(bytes)));
                }
            },
            Self::Here { chunks, pace } => {
                if let Some(pace) = pace {
                    std::task::ready!(pace.as_mut().poll(context));
                    pace.as_mut().reset(Instant::now() + PACE);
                }
                Poll::Ready(chunks.pop_front().map(Ok))
            }
        }
    }
}
