//! Trouble on purpose, so that the owner can watch what a fallback does. Only the window's own tries can ask for it.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use tokio::time::{Instant, Sleep, sleep_until};
use turnpike_domain::{
    attempt::SIMULATED,
    failure::{Failure, FailureKind},
};

/// What the route's first target does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Simulate {
    /// It says that it is full.
    Overloaded,
    /// It says that it was asked too often.
    RateLimited,
    /// It breaks.
    ServerError,
    /// It says nothing.
    Timeout,
    /// It serves, but its pieces are held back.
    Slow,
    /// It serves, and its stream breaks in the middle.
    Cut,
}

/// Instead of the provider's bytes.
pub(super) struct SimulatedAnswer {
    pub(super) status: u16,
    pub(super) body: Bytes,
}

impl Simulate {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::Overloaded, Self::RateLimited, Self::ServerError, Self::Timeout, Self::Slow, Self::Cut];

    /// The word in the header and in the warning.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Overloaded => "overloaded",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::Timeout => "timeout",
            Self::Slow => "slow",
            Self::Cut => "cut",
        }
    }

    /// The trouble of that word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|simulate| simulate.as_str() == word)
    }

    /// What is answered in the provider's place; `None`: the provider is asked.
    pub(super) fn answer(self) -> Option<Result<SimulatedAnswer, Failure>> {
        let (status, words) = match self {
            Self::Overloaded => (503, "the provider is overloaded"),
            Self::RateLimited => (429, "the provider was asked too often"),
            Self::ServerError => (500, "the provider broke"),
            Self::Timeout => {
                let message = format!("{SIMULATED}the provider sent nothing in time");
                return Some(Err(Failure::new(FailureKind::Timeout, message)));
            }
            Self::Slow | Self::Cut => return None,
        };
        let body = serde_json::json!({"error": {"message": format!("{SIMULATED}{words}"), "type": "server_error", "param": null, "code": null}});
        Some(Ok(SimulatedAnswer { status, body: Bytes::from(body.to_string()) }))
    }

    /// What happens to the provider's answer on its way.
    pub(super) fn disturbance(self) -> Option<Disturbance> {
        let pace = (self == Self::Slow).then(|| Box::pin(sleep_until(Instant::now() + PACE)));
        let cuts = self == Self::Cut;
        (cuts || pace.is_some()).then(|| Disturbance { held: BytesMut::new(), over: false, pace, cuts, frames_left: None })
    }
}

/// Between two frames that are held back.
const PACE: Duration = Duration::from_millis(250);

/// Frames of a stream that still pass once there was content.
const FRAMES_BEFORE_THE_CUT: usize = 1;

/// A frame without an end is passed on in parts of this size.
const MOST_HELD: usize = 256 << 10;

/// Hands an answer on frame by frame, slowly or not to its end.
pub(super) struct Disturbance {
    held: BytesMut,
    over: bool,
    pace: Option<Pin<Box<Sleep>>>,
    cuts: bool,
    frames_left: Option<usize>,
}

type Piece = Option<Result<Bytes, Failure>>;

impl Disturbance {
    /// The next frame of what `read` gives.
    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
        mut read: impl FnMut(&mut Context<'_>) -> Poll<Piece>,
    ) -> Poll<Piece> {
        loop {
            if self.frames_left == Some(0) {
                let message = format!("{SIMULATED}the connection broke in the middle");
                return Poll::Ready(Some(Err(Failure::new(FailureKind::Truncated, message))));
            }
            if let Some(end) = self.frame() {
                if let Some(pace) = &mut self.pace {
                    ready!(pace.as_mut().poll(context));
                    pace.as_mut().reset(Instant::now() + PACE);
                }
                self.frames_left = self.frames_left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(self.held.split_to(end).freeze())));
            }
            if self.over {
                return Poll::Ready(None);
            }
            match ready!(read(context)) {
                Some(Ok(bytes)) => self.held.extend_from_slice(&bytes),
                Some(Err(failure)) => return Poll::Ready(Some(Err(failure))),
                None => self.over = true,
            }
        }
    }

    /// The client is about to see content: from here on the middle has come.
    pub(super) fn content_came(&mut self) {
        if self.cuts {
            self.frames_left = Some(FRAMES_BEFORE_THE_CUT);
        }
    }

    /// The answer comes in one piece, so any place is its middle.
    pub(super) fn in_one_piece(&mut self) {
        if self.cuts {
            self.frames_left = Some(0);
        }
    }

    /// Where the first frame that is held ends.
    fn frame(&self) -> Option<usize> {
        let end = self.held.windows(2).position(|pair| pair == b"\n\n").map(|at| at + 2);
        end.or_else(|| ((self.over || self.held.len() >= MOST_HELD) && !self.held.is_empty()).then_some(self.held.len()))
    }
}
