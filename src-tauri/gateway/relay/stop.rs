//! The owner's word that a request is to end. Looked at wherever the request waits; costs a load while nobody says it.

use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll},
};

use futures_util::task::AtomicWaker;

use super::walk::Refusal;

/// Shared by a request and by who may stop it.
#[derive(Default)]
pub(crate) struct Stop {
    asked: AtomicBool,
    waiting: AtomicWaker,
}

impl Stop {
    /// Says it, and wakes the request.
    pub(crate) fn ask(&self) {
        self.asked.store(true, Ordering::Release);
        self.waiting.wake();
    }

    /// Was it said? If not, whoever polls is woken when it is.
    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<()> {
        self.waiting.register(context.waker());
        if self.asked.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Was it said?
    pub(crate) fn asked(&self) -> bool {
        self.asked.load(Ordering::Acquire)
    }

    /// Does `work` unless the word comes first; then `work` is dropped, and with it the call to the provider.
    pub(crate) async fn unless<T>(&self, work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
        let mut work = std::pin::pin!(work);
        std::future::poll_fn(|context| match self.poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(Refusal::Stopped)),
            Poll::Pending => work.as_mut().poll(context),
        })
        .await
    }
}
