//! The loop that looks at jobs when they are due. Each is looked at by one at a time, and every change is kept or lost whole.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use turnpike_domain::{
    failure::{Failure, FailureKind},
    job::{Job, JobState, Report},
};
use turnpike_providers::{Progress, Ticket, Vendor};
use turnpike_store::StoreError;

use super::{Jobs, UnderWay, asking, submission::written};
use crate::{blocking, clock, ledger, workspace::route::Upstream};

/// Longer than any look takes: a job whose looker has vanished is looked at again.
pub(super) const LEASE: Duration = Duration::from_secs(120);
/// After trouble with the store.
const BREATH: Duration = Duration::from_secs(1);
/// What is under way at the end has so long to be kept.
const LAST_CALL: Duration = Duration::from_secs(10);

impl Jobs {
    /// Until the gateway stops.
    pub(crate) async fn run(self) {
        let steps = TaskTracker::new();
        while !self.0.stop.is_cancelled() {
            let wait = match self.claim(&steps).await {
                Ok(next) => next,
                Err(error) => {
                    tracing::warn!("due jobs can not be claimed: {error}");
                    Some(BREATH)
                }
            };
            let due = wait.map(|wait| Instant::now() + wait);
            tokio::select! {
                () = self.0.stop.cancelled() => break,
                () = self.0.wake.notified() => {}
                () = async { match due { Some(at) => sleep_until(at).await, None => std::future::pending().await } } => {}
            }
        }
        steps.close();
        self.0.detached.close();
        let last = async { tokio::join!(steps.wait(), self.0.detached.wait()) };
        if timeout(LAST_CALL, last).await.is_err() {
            tracing::warn!("jobs that were being asked for are left to the next start");
        }
    }

    /// Takes up what an earlier process left under way: what it held is held again, and it is due at once. Before anybody can
    /// ask for new ones.
    pub(crate) async fn resume(&self) -> Result<(), StoreError> {
        let store = self.0.store.clone();
        for mut job in blocking(move || store.jobs_under_way()).await? {
            let entry = self.0.workspace.current().keys.get(&job.key).cloned();
            let hold = entry.map(|entry| ledger::hold_again(&entry, job.request.credits_reserved));
            let cancelled = CancellationToken::new();
            self.under_way().insert(job.id.clone(), UnderWay { request: job.request.id, hold, cancelled });
            self.0.recorder.started(&job.request, &Arc::default());
            let lost = job.ticket.is_none() && !self.are_all_there(&job).await;
            self.change(&mut job, if lost { Report::Interrupted } else { Report::Resumed }, Duration::ZERO).await;
        }
        Ok(())
    }

    /// Begins a step of each job that is due. How long until the next one is.
    async fn claim(&self, steps: &TaskTracker) -> Result<Option<Duration>, StoreError> {
        let free = u32::try_from(self.0.steps.available_permits()).unwrap_or(u32::MAX);
        if free == 0 {
            // Whoever ends wakes us, or did not come to it.
            return Ok(Some(LEASE));
        }
        let store = self.0.store.clone();
        let claimed = blocking(move || store.claim_due_jobs(clock::now(), millis(LEASE), free)).await?;
        let full = claimed.len() as u32 == free;
        for job in claimed {
            let Ok(permit) = Arc::clone(&self.0.steps).acquire_owned().await else { break };
            let jobs = self.clone();
            steps.spawn(async move {
                Box::pin(jobs.0.stop.run_until_cancelled(jobs.step(job, permit))).await;
                jobs.0.wake.notify_one();
            });
        }
        if full {
            return Ok(Some(LEASE));
        }
        let store = self.0.store.clone();
        let next = blocking(move || store.next_job_due()).await?.filter(|next| *next < i64::MAX);
        Ok(next.map(|next| Duration::from_millis(u64::try_from(next - clock::now()).unwrap_or_default())))
    }

    /// One step of a job's way. `place`: among those that are looked at.
    async fn step(&self, mut job: Job, place: OwnedSemaphorePermit) {
        let provider = job.request.provider.as_ref().and_then(|id| {
            let snapshot = self.0.workspace.current();
            snapshot.providers.iter().find(|provider| provider.id == *id).cloned()
        });
        if job.cancel {
            let told = match (provider, ticket(&job)) {
                (Some(provider), Some(ticket)) => asking::cancel(&self.0.relay, &provider, job.kind, &ticket).await,
                _ => false,
            };
            self.change(&mut job, Report::Cancelled { told }, Duration::ZERO).await;
        } else if job.state == JobState::Downloading && self.are_all_there(&job).await {
            self.saved(&mut job).await;
        } else {
            match (provider, ticket(&job)) {
                (Some(provider), Some(ticket)) => self.look(job, &provider, &ticket, place).await,
                (None, Some(_)) => {
                    let failure = Failure::new(FailureKind::Connect, "its provider is no longer set up here");
                    self.change(&mut job, Report::LookFailed(failure), Duration::ZERO).await;
                }
                (_, None) => {
                    self.change(&mut job, Report::Interrupted, Duration::ZERO).await;
                }
            }
        }
    }

    async fn look(&self, mut job: Job, provider: &Upstream, ticket: &Ticket, place: OwnedSemaphorePermit) {
        let looking = asking::look(&self.0.relay, provider, job.kind, ticket);
        let Some(stands) = self.unless_cancelled(&job, looking).await else { return self.let_go(&job).await };
        let report = match stands {
            Ok(Progress::Done(made)) => return self.take(&mut job, made, provider, Some(place)).await,
            Ok(Progress::Queued) => Report::Queued,
            Ok(Progress::Running { percent }) => Report::Running { percent },
            Ok(Progress::Moved(ticket)) => Report::Moved { ticket: written(&ticket) },
            Ok(Progress::Failed(failure)) => Report::Failed(provider.without_secret(failure)),
            Err(failure) => Report::LookFailed(failure),
        };
        self.change(&mut job, report, Duration::ZERO).await;
        if job.state == JobState::Expired {
            // Whoever still makes it makes it for nobody.
            asking::cancel(&self.0.relay, provider, job.kind, ticket).await;
        }
    }

    /// Applies what was learned and keeps it, holding on to the job for `lease`. Where somebody else has changed it
    /// meanwhile, or the store fails, nothing has happened, and it is looked at again.
    pub(super) async fn change(&self, job: &mut Job, report: Report, lease: Duration) -> bool {
        let pace = self.pace(self.vendor(job));
        let (now, before) = (clock::now(), job.clone());
        let event = job.apply(report, pace, now, clock::jitter());
        if !job.state.is_active() && job.state != JobState::Completed {
            self.discard(job).await;
        }
        let (store, changed, ended) = (self.0.store.clone(), job.clone(), !job.state.is_active());
        let leased_until = if lease.is_zero() { 0 } else { now.saturating_add(millis(lease)) };
        let kept = blocking(move || match ended {
            true => store.settle_job(&changed, &event),
            false => store.update_job(&changed, &event, Some(leased_until)),
        })
        .await;
        match kept {
            Ok(true) if ended => self.settled(job),
            Ok(true) => {}
            Ok(false) => {
                *job = before;
                self.let_go(job).await;
                return false;
            }
            Err(error) => {
                *job = before;
                tracing::error!(job = %job.id, "a job's progress can not be kept: {error}");
                // What has failed now would fail at once again, and its provider would be asked for nothing.
                sleep_until(Instant::now() + pace.longest).await;
                self.let_go(job).await;
                return false;
            }
        }
        tracing::debug!(job = %job.id, state = job.state.as_str(), "a job has changed");
        self.told(job);
        true
    }

    /// Whoever is next may have it.
    pub(super) async fn let_go(&self, job: &Job) {
        let (store, id) = (self.0.store.clone(), job.id.clone());
        if let Err(error) = blocking(move || store.free_job(&id)).await {
            tracing::warn!(job = %job.id, "a job can not be let go of: {error}");
        }
        self.0.wake.notify_one();
    }

    /// What its provider answers; `None`: its owner wants it to end before that.
    pub(super) async fn unless_cancelled<T>(&self, job: &Job, answer: impl Future<Output = T>) -> Option<T> {
        let cancelled = self.under_way().get(&job.id).map(|job| job.cancelled.clone()).unwrap_or_default();
        cancelled.run_until_cancelled(answer).await
    }

    /// It has ended, and that is kept: what it held becomes what it cost.
    fn settled(&self, job: &Job) {
        let used = job.request.credits_used.unwrap_or_default();
        if let Some(hold) = self.under_way().remove(&job.id).and_then(|job| job.hold) {
            hold.settle(used);
        }
        self.0.recorder.ended(Arc::new(job.request.clone()));
        tracing::info!(job = %job.id, state = job.state.as_str(), credits = %used, "a job has ended");
    }

    /// Whose it is; of a provider that is gone, any.
    fn vendor(&self, job: &Job) -> &'static Vendor {
        let snapshot = self.0.workspace.current();
        let provider = snapshot.providers.iter().find(|provider| job.request.provider.as_ref() == Some(&provider.id));
        provider.map_or(&Vendor::COMPATIBLE, |provider| provider.vendor)
    }
}

/// What finds it at its provider.
fn ticket(job: &Job) -> Option<Ticket> {
    serde_json::from_str(job.ticket.as_deref()?).ok()
}

pub(super) fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
