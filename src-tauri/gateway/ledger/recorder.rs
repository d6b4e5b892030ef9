//! What is under way, and the way of a finished request into the store. Never waits for the disk.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use tokio_util::task::TaskTracker;
use turnpike_domain::{
    ids::{KeyId, RequestId},
    request::Request,
};
use turnpike_store::{Bodies, Finished, Store};

use crate::{
    blocking,
    events::{Event, Events},
    relay::stop::Stop,
};

/// The handle through which requests begin and end.
#[derive(Clone)]
pub(crate) struct Recorder(Arc<Inner>);

struct Inner {
    store: Store,
    events: Events,
    running: Mutex<HashMap<RequestId, Running>>,
    in_flight: AtomicUsize,
    most_in_flight: usize,
    seen_from_outside: AtomicBool,
    late: TaskTracker,
}

struct Running {
    request: Arc<Request>,
    stop: Arc<Stop>,
}

/// A place among the requests under way, given back when dropped.
pub(crate) struct Place(Arc<Inner>);

impl Recorder {
    pub(crate) fn new(store: Store, events: Events, most_in_flight: usize) -> Self {
        Self(Arc::new(Inner {
            store,
            events,
            running: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            most_in_flight,
            seen_from_outside: AtomicBool::new(false),
            late: TaskTracker::new(),
        }))
    }

    /// A place for one more request; `None` when too many are under way.
    pub(crate) fn place(&self) -> Option<Place> {
        let place = Place(Arc::clone(&self.0));
        let before = self.0.in_flight.fetch_add(1, Ordering::Relaxed);
        (before < self.0.most_in_flight).then_some(place)
    }

    /// How many are under way.
    pub(crate) fn in_flight(&self) -> usize {
        self.0.in_flight.load(Ordering::Relaxed)
    }

    /// A request is on its way to a provider: from here on it can be looked up.
    pub(crate) fn started(&self, request: &Request, stop: &Arc<Stop>) {
        let (request, stop) = (Arc::new(request.clone()), Arc::clone(stop));
        self.running().insert(request.id, Running { request: Arc::clone(&request), stop });
        self.0.events.publish(|| Event::Started(request));
    }

    /// A request has ended. It is written behind; the event follows once it is committed.
    pub(crate) fn finished(&self, request: Request, bodies: Option<Bodies>) {
        let id = request.id;
        if let Err(finished) = self.0.store.record_finished(Finished { request, bodies }) {
            // The queue is full: wait for room on a thread that may wait, rather than lose a settlement.
            let inner = Arc::clone(&self.0);
            self.0.late.spawn(blocking(move || inner.store.record_finished_blocking(*finished)));
        }
        self.running().remove(&id);
    }

    /// More is known of a request under way.
    pub(crate) fn went_on(&self, request: &Request, stop: &Arc<Stop>) {
        let running = Running { request: Arc::new(request.clone()), stop: Arc::clone(stop) };
        self.running().insert(request.id, running);
    }

    /// A request has ended whose record is committed already.
    pub(crate) fn ended(&self, request: Arc<Request>) {
        self.running().remove(&request.id);
        self.0.events.publish(|| Event::Finished(request));
    }

    /// Keeps the bodies of a request that a job has gone on with.
    pub(crate) fn keep_bodies(&self, id: RequestId, bodies: Bodies) {
        let store = self.0.store.clone();
        self.0.late.spawn(blocking(move || {
            if let Err(error) = store.keep_bodies(id, bodies) {
                tracing::warn!(request.id = %id, "the bodies of a job's request are lost: {error}");
            }
        }));
    }

    /// A request under way.
    pub(crate) fn find_running(&self, id: &RequestId) -> Option<Arc<Request>> {
        self.running().get(id).map(|running| Arc::clone(&running.request))
    }

    /// Stops a request under way. False when it is not, any more or at all.
    pub(crate) fn stop(&self, id: &RequestId) -> bool {
        self.running().get(id).map(|running| running.stop.ask()).is_some()
    }

    /// All requests under way, the newest first.
    pub(crate) fn all_running(&self) -> Vec<Arc<Request>> {
        let mut all: Vec<_> = self.running().values().map(|running| Arc::clone(&running.request)).collect();
        all.sort_by_key(|request| std::cmp::Reverse(request.id));
        all
    }

    /// A key's budget has nothing left for a request.
    pub(crate) fn over_budget(&self, key: &KeyId) {
        self.0.events.publish(|| Event::BudgetReached(key.clone()));
    }

    /// A client of the user's own has called.
    pub(crate) fn note_client(&self) {
        if !self.0.seen_from_outside.load(Ordering::Relaxed) {
            self.0.seen_from_outside.store(true, Ordering::Relaxed);
            self.0.events.publish(|| Event::ClientSeen);
        }
    }

    /// Has a client of the user's own called since the start?
    pub(crate) fn client_seen(&self) -> bool {
        self.0.seen_from_outside.load(Ordering::Relaxed)
    }

    /// Waits for what had to wait for room in the queue.
    pub(crate) async fn drain(&self) {
        self.0.late.close();
        self.0.late.wait().await;
    }

    fn running(&self) -> MutexGuard<'_, HashMap<RequestId, Running>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}
