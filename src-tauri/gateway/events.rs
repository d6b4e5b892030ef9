//! What happened, for the window: broadcast to whoever listens, and free when nobody does.

use std::sync::Arc;

use tokio::sync::broadcast::{self, error::RecvError};
use tokio_util::sync::CancellationToken;
use turnpike_domain::{
    ids::{KeyId, RequestId},
    job::Job,
    request::Request,
};
use turnpike_store::Marks;

/// One thing that happened.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// A request is on its way to a provider.
    Started(Arc<Request>),
    /// A request has ended and is committed.
    Finished(Arc<Request>),
    /// A request's marks were changed.
    Changed(Arc<(Request, Marks)>),
    /// Requests were removed from the log.
    Deleted(Arc<[RequestId]>),
    /// A client of the user's own has called for the first time.
    ClientSeen,
    /// Keys were changed.
    Keys,
    /// Providers, models or routes were changed.
    Models,
    /// Files came or went.
    Files,
    /// A job has changed, and that is kept.
    Job(Arc<Job>),
    /// A job was forgotten.
    Jobs,
    /// Settings were changed.
    Settings,
    /// Pausing or the address changed.
    Status,
    /// A key's budget has nothing left for a request.
    BudgetReached(KeyId),
}

/// The handle to publish and to listen.
#[derive(Clone)]
pub(crate) struct Events {
    sender: broadcast::Sender<Event>,
    stop: CancellationToken,
}

/// A listener that falls behind by more than this has to read everything again.
const BACKLOG: usize = 1_024;

impl Events {
    /// Events until `stop`: a listener would otherwise hold up the end.
    pub(crate) fn new(stop: CancellationToken) -> Self {
        Self { sender: broadcast::channel(BACKLOG).0, stop }
    }

    /// Tells those who listen. The event is only made when somebody does.
    pub(crate) fn publish(&self, event: impl FnOnce() -> Event) {
        if self.sender.receiver_count() > 0 {
            // An error means that the last listener left in between.
            let _ = self.sender.send(event());
        }
    }

    pub(crate) fn listen(&self) -> Listener {
        Listener { receiver: self.sender.subscribe(), stop: self.stop.clone() }
    }
}

/// One that listens.
pub(crate) struct Listener {
    receiver: broadcast::Receiver<Event>,
    stop: CancellationToken,
}

impl Listener {
    /// What happens next; `None`: nothing will.
    pub(crate) async fn next(&mut self) -> Option<Result<Event, Lagged>> {
        match self.stop.run_until_cancelled(self.receiver.recv()).await? {
            Ok(event) => Some(Ok(event)),
            Err(RecvError::Lagged(_)) => Some(Err(Lagged)),
            Err(RecvError::Closed) => None,
        }
    }
}

/// The listener fell behind: what it knows has to be read again.
pub(crate) struct Lagged;
