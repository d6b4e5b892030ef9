//! How a job begins: kept before any provider hears of it, then handed over from its request to the runner.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use turnpike_domain::{
    ids::JobId,
    job::{Job, JobKind, JobState, Report},
    usage::Usage,
};
use turnpike_providers::{Submitted, Ticket};
use turnpike_store::StoreError;

use super::{
    Jobs, UnderWay,
    runner::{LEASE, millis},
};
use crate::{
    blocking, clock,
    events::Event,
    relay::{
        attempt::{Submit, Work},
        meter::Meter,
        walk::Refusal,
    },
    workspace::route::{Route, Upstream},
};

/// What a client asks for.
pub(crate) struct NewJob {
    pub(crate) kind: JobKind,
    pub(crate) prompt: String,
    /// As JSON, without the images.
    pub(crate) parameters: String,
    pub(crate) count: u32,
    pub(crate) length_ms: Option<u64>,
    pub(crate) size: Option<(u32, u32)>,
    /// The most that it can use.
    pub(crate) most: Usage,
}

/// Why there is no job.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SubmitError {
    /// No provider took it.
    #[error("no provider took it")]
    Refused(Refusal),
    /// It can not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Jobs {
    /// Asks the targets of a route to take a job. On success the meter has nothing left to end: the job does.
    pub(crate) async fn submit(
        &self,
        meter: &mut Meter,
        route: &Arc<Route>,
        new: NewJob,
        work: Work<'_>,
    ) -> Result<Job, SubmitError> {
        let mut job = self.keep(meter, new).await?;
        let stop = meter.stop();
        let submitted = match stop.unless(self.0.relay.serve(Submit(work), route, meter)).await {
            Ok(submitted) => submitted,
            Err(refusal) => {
                let (store, id) = (self.0.store.clone(), job.id);
                if let Err(error) = blocking(move || store.withdraw_job(&id)).await {
                    tracing::warn!("a job that no provider took is left to the next start: {error}");
                }
                self.0.events.publish(|| Event::Jobs);
                return Err(SubmitError::Refused(refusal));
            }
        };
        meter.taken();
        let (Some(request), Some(target)) = (meter.request(), meter.target()) else { return Err(StoreError::Closed.into()) };
        let provider = Arc::clone(&target.provider);
        (job.request, job.quote) = (request.clone(), meter.quote());
        self.hand_over(job, submitted, &provider, meter).await
    }

    /// Keeps it before anybody is asked: what a crash leaves of it says that it was not charged.
    async fn keep(&self, meter: &Meter, new: NewJob) -> Result<Job, StoreError> {
        let Some((request, key)) = meter.request().and_then(|request| Some((request.clone(), request.key.clone()?))) else {
            return Err(StoreError::Closed);
        };
        let id = JobId::from(format!("{}_{}", new.kind.as_str(), uuid::Uuid::now_v7().simple()));
        let store = self.0.store.clone();
        blocking(move || {
            let model = request.model.as_ref().map_or("", |model| model.as_str());
            let job = Job {
                id,
                kind: new.kind,
                key,
                prompt: new.prompt,
                parameters: new.parameters,
                count: new.count,
                length_ms: new.length_ms,
                size: new.size,
                expected_ms: store.usual_job_ms(model)?,
                state: JobState::Submitting,
                progress: None,
                created_at: request.started_at,
                started_at: None,
                ended_at: None,
                // It is being asked for: nobody has to look.
                due_at: i64::MAX,
                ticket: None,
                looks: 0,
                failing_since: None,
                trouble: None,
                downloads: 0,
                made: None,
                files: Vec::new(),
                cancel: false,
                error: None,
                quote: None,
                most: new.most,
                revision: 0,
                request,
            };
            store.insert_job(&job)?;
            Ok(job)
        })
        .await
    }

    async fn hand_over(
        &self,
        job: Job,
        submitted: Submitted,
        provider: &Upstream,
        meter: &mut Meter,
    ) -> Result<Job, SubmitError> {
        let (ticket, made) = match submitted {
            Submitted::Started(ticket) => (Some(written(&ticket)), None),
            Submitted::Done(made) => (None, Some(made)),
        };
        let mut job = self.accepted(job, ticket, provider).await?;
        // As it is now: who served, and what it said.
        self.0.recorder.went_on(&job.request, &meter.stop());
        let (request, hold, cancelled) = (job.request.id, meter.hand_over(), CancellationToken::new());
        if job.cancel {
            cancelled.cancel();
        }
        self.under_way().insert(job.id.clone(), UnderWay { request, hold, cancelled });
        self.told(&job);
        match made {
            Some(made) => self.take(&mut job, made, provider, None).await,
            None => self.let_go(&job).await,
        }
        Ok(job)
    }

    /// Keeps that a provider has taken it. Nobody else has it yet.
    async fn accepted(&self, mut job: Job, ticket: Option<String>, provider: &Upstream) -> Result<Job, StoreError> {
        loop {
            let (pace, now) = (self.pace(provider.vendor), clock::now());
            let event = job.apply(Report::Submitted { ticket: ticket.clone() }, pace, now, 0.5);
            let (store, kept, lease) = (self.0.store.clone(), job.clone(), now.saturating_add(millis(LEASE)));
            if blocking(move || store.update_job(&kept, &event, Some(lease))).await? {
                return Ok(job);
            }
            // Its end was asked for meanwhile.
            let latest = self.find(job.id.clone(), None).await?.filter(|job| job.state.is_active());
            let latest = latest.ok_or(StoreError::Closed)?;
            job = Job { request: job.request, quote: job.quote, ..latest };
        }
    }
}

/// A ticket as it is kept.
pub(super) fn written(ticket: &Ticket) -> String {
    serde_json::to_string(ticket).unwrap_or_default()
}
