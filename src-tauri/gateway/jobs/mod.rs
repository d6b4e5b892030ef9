//! Jobs under way: each is looked at when it is due, fetched when it is there, charged when it ends, and found again after a
//! restart. All that is decided, [`turnpike_domain::job`] decides; each change is kept before anybody hears of it.

mod asking;
mod runner;
mod saving;
mod submission;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use turnpike_domain::{
    ids::{JobId, KeyId, RequestId},
    job::{Job, JobEvent, Pace, Report},
};
use turnpike_providers::Vendor;
use turnpike_store::{JobSelection, Store, StoreError};

pub(crate) use self::submission::{NewJob, SubmitError};
use crate::{
    blocking, clock,
    events::{Event, Events},
    files::Files,
    ledger::{Hold, recorder::Recorder},
    relay::Relay,
    workspace::Workspace,
};

/// The handle on them.
#[derive(Clone)]
pub(crate) struct Jobs(Arc<Inner>);

struct Inner {
    store: Store,
    workspace: Workspace,
    recorder: Recorder,
    events: Events,
    relay: Relay,
    files: Files,
    under_way: Mutex<HashMap<JobId, UnderWay>>,
    /// Something is due earlier than the runner thinks.
    wake: Notify,
    /// Jobs that are looked at or fetched at the same time.
    steps: Arc<Semaphore>,
    /// Those of them that are fetched.
    downloads: Semaphore,
    /// What goes on when its client has gone.
    detached: TaskTracker,
    stop: CancellationToken,
}

/// What a job holds as long as it is under way.
struct UnderWay {
    request: RequestId,
    hold: Option<Hold>,
    /// Its owner wants it to end: nobody waits for its provider any more.
    cancelled: CancellationToken,
}

const MOST_STEPS: usize = 32;
const MOST_DOWNLOADS: usize = 8;

impl Jobs {
    pub(crate) fn new(
        workspace: Workspace,
        recorder: Recorder,
        events: Events,
        relay: Relay,
        files: Files,
        stop: CancellationToken,
    ) -> Self {
        Self(Arc::new(Inner {
            store: workspace.store().clone(),
            workspace,
            recorder,
            events,
            relay,
            files,
            under_way: Mutex::default(),
            wake: Notify::new(),
            steps: Arc::new(Semaphore::new(MOST_STEPS)),
            downloads: Semaphore::new(MOST_DOWNLOADS),
            detached: TaskTracker::new(),
            stop,
        }))
    }

    /// Does `work` to its end, also when whoever waits for it goes away. `None`: it panicked.
    pub(crate) async fn detached<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        self.0.detached.spawn(work).await.ok()
    }

    /// A job, if it is this key's. Without a key, anybody's.
    pub(crate) async fn find(&self, id: JobId, owner: Option<&KeyId>) -> Result<Option<Job>, StoreError> {
        let store = self.0.store.clone();
        let found = blocking(move || store.job(&id)).await?;
        Ok(found.filter(|job| owner.is_none_or(|owner| job.key == *owner)))
    }

    /// A page of jobs.
    pub(crate) async fn list(&self, selection: JobSelection, limit: u32) -> Result<Vec<Job>, StoreError> {
        let store = self.0.store.clone();
        blocking(move || store.jobs(&selection, limit)).await
    }

    /// What happened to a job.
    pub(crate) async fn history(&self, id: JobId) -> Result<Vec<JobEvent>, StoreError> {
        let store = self.0.store.clone();
        blocking(move || store.job_events(&id)).await
    }

    /// How many are under way.
    pub(crate) fn count(&self) -> usize {
        self.under_way().len()
    }

    /// The job under way that a request has asked for.
    pub(crate) fn of_request(&self, request: &RequestId) -> Option<JobId> {
        self.under_way().iter().find(|(_, job)| job.request == *request).map(|(id, _)| id.clone())
    }

    /// Asks for a job's end, and waits a little for it. The job as it is then; what has ended stays as it ended. `None`: no
    /// provider has taken it.
    pub(crate) async fn cancel(&self, job: Job) -> Result<Option<Job>, StoreError> {
        let (id, mut latest) = (job.id.clone(), Some(job));
        let mut changes = self.changes(&id);
        while let Some(mut job) = latest.filter(|job| job.state.is_active() && !job.cancel) {
            let event = job.apply(Report::CancelAsked, self.pace(&Vendor::COMPATIBLE), clock::now(), 0.0);
            let (store, changed) = (self.0.store.clone(), job.clone());
            if blocking(move || store.update_job(&changed, &event, None)).await? {
                self.told(&job);
                if let Some(job) = self.under_way().get(&id) {
                    job.cancelled.cancel();
                }
                self.0.wake.notify_one();
                break;
            }
            // Somebody else has changed it meanwhile.
            latest = self.find(id.clone(), None).await?;
        }
        let ended = async { while changes.next().await.is_some_and(|job| job.state.is_active()) {} };
        let found = self.find(id.clone(), None).await?;
        if found.as_ref().is_none_or(|job| !job.state.is_active()) {
            return Ok(found);
        }
        let _ = tokio::time::timeout(PATIENCE_FOR_AN_END, ended).await;
        self.find(id, None).await
    }

    /// Forgets a job that has ended, and its files.
    pub(crate) async fn forget(&self, job: &Job) -> Result<bool, StoreError> {
        let (store, id) = (self.0.store.clone(), job.id.clone());
        let forgotten = blocking(move || store.delete_job(&id)).await?;
        if forgotten {
            self.discard(job).await;
            self.0.events.publish(|| Event::Jobs);
        }
        Ok(forgotten)
    }

    /// Every change of a job from now on.
    pub(crate) fn changes(&self, id: &JobId) -> Changes {
        Changes { jobs: self.clone(), id: id.clone(), listener: self.0.events.listen() }
    }

    /// The job when it has ended; `None`: the gateway stops, or it was forgotten.
    pub(crate) async fn ended(&self, id: &JobId) -> Option<Job> {
        let mut changes = self.changes(id);
        let mut latest = self.find(id.clone(), None).await.ok()?;
        while latest.as_ref()?.state.is_active() {
            latest = changes.next().await;
        }
        latest
    }

    /// Those who listen hear how a job stands.
    fn told(&self, job: &Job) {
        self.0.events.publish(|| Event::Job(Arc::new(job.clone())));
    }

    /// How often jobs of a vendor are looked at.
    fn pace(&self, vendor: &Vendor) -> Pace {
        let usual = self.0.relay.patience().look;
        // Nobody is paid for asking an engine of one's own.
        let first = if vendor.local { usual / 4 } else { usual * vendor.look_rarer };
        Pace { first, longest: if vendor.local { first * 5 } else { first.max(usual * 5) } }
    }

    fn under_way(&self) -> MutexGuard<'_, HashMap<JobId, UnderWay>> {
        self.0.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A provider that is asked to stop something answers in less.
const PATIENCE_FOR_AN_END: Duration = Duration::from_secs(10);

/// The changes of one job.
pub(crate) struct Changes {
    jobs: Jobs,
    id: JobId,
    listener: crate::events::Listener,
}

impl Changes {
    /// How it stands after the next change; `None`: there will be none.
    pub(crate) async fn next(&mut self) -> Option<Job> {
        loop {
            match self.listener.next().await? {
                Ok(Event::Job(job)) if job.id == self.id => return Some(Job::clone(&job)),
                Ok(Event::Jobs) if self.jobs.find(self.id.clone(), None).await.is_ok_and(|job| job.is_none()) => return None,
                Ok(_) => {}
                // Too much happened at once: it may have been among that.
                Err(_) => return self.jobs.find(self.id.clone(), None).await.ok()?,
            }
        }
    }
}
