//! Jobs, from their submission to the one operation in which each ends and is charged.

use turnpike_domain::{
    ids::{JobId, KeyId},
    job::{Job, JobEvent, JobKind},
};

use crate::{
    Store,
    batch::record,
    error::StoreError,
    tables::{job_events, jobs, spending::Sums},
};

/// Which jobs, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobSelection {
    /// Of this key only.
    pub key: Option<KeyId>,
    /// Those that make this.
    pub kind: Option<JobKind>,
    /// Those that can still change, or those that can not.
    pub active: Option<bool>,
    /// With this in their prompt, their model, their id or that of their request.
    pub text: Option<String>,
    /// Behind this one: the last of the page before.
    pub after: Option<JobId>,
    /// The oldest first.
    pub ascending: bool,
}

impl Store {
    /// Keeps a new job, before any provider hears of it.
    pub fn insert_job(&self, job: &Job) -> Result<(), StoreError> {
        let job = job.clone();
        self.write("keeping a job", move |transaction| Ok(jobs::insert(transaction, &job)?))
    }

    /// Keeps a change of a job, which whoever has claimed it keeps until `leased_until` (Unix milliseconds; 0: lets go of;
    /// `None`: as it was). False when somebody else has changed it meanwhile: then nothing is kept.
    pub fn update_job(&self, job: &Job, event: &JobEvent, leased_until: Option<i64>) -> Result<bool, StoreError> {
        let (job, event) = (job.clone(), event.clone());
        self.write("keeping a job's progress", move |transaction| {
            let kept = jobs::update(transaction, &job, leased_until)?;
            if kept {
                job_events::insert(transaction, &job.id, &event)?;
            }
            Ok(kept)
        })
    }

    /// Keeps the last change of a job, records its request and charges it, all or nothing. False when somebody else has
    /// changed it meanwhile.
    pub fn settle_job(&self, job: &Job, event: &JobEvent) -> Result<bool, StoreError> {
        let (job, event) = (job.clone(), event.clone());
        self.write("settling a job", move |transaction| {
            if !jobs::update(transaction, &job, Some(0))? {
                return Ok(false);
            }
            job_events::insert(transaction, &job.id, &event)?;
            let mut sums = Sums::default();
            record(transaction, std::slice::from_ref(&job.request), &mut sums)?;
            sums.write(transaction)?;
            Ok(true)
        })
    }

    /// Takes back a job that no provider took. Its request tells why.
    pub fn withdraw_job(&self, id: &JobId) -> Result<(), StoreError> {
        let id = id.clone();
        self.write("withdrawing a job", move |transaction| Ok(jobs::withdraw(transaction, &id)?))
    }

    /// Takes jobs that are due, each for nobody else until it is changed or the lease is over.
    pub fn claim_due_jobs(&self, now_ms: i64, lease_ms: i64, limit: u32) -> Result<Vec<Job>, StoreError> {
        self.write("claiming jobs", move |transaction| {
            Ok(jobs::claim_due(transaction, now_ms, now_ms.saturating_add(lease_ms), limit)?)
        })
    }

    /// Lets go of a claimed job without a change.
    pub fn free_job(&self, id: &JobId) -> Result<(), StoreError> {
        let id = id.clone();
        self.write("letting go of a job", move |transaction| Ok(jobs::free(transaction, &id)?))
    }

    /// When the next job is due; `None`: there is none. Unix milliseconds.
    pub fn next_job_due(&self) -> Result<Option<i64>, StoreError> {
        self.read("looking for the next job", jobs::next_due)
    }

    /// The jobs that an end of the process has left under way; whoever had claimed them is gone.
    pub fn jobs_under_way(&self) -> Result<Vec<Job>, StoreError> {
        self.write("looking for jobs under way", |transaction| {
            jobs::free_all(transaction)?;
            Ok(jobs::active(transaction)?)
        })
    }

    /// A job.
    pub fn job(&self, id: &JobId) -> Result<Option<Job>, StoreError> {
        self.read("reading a job", |connection| jobs::find(connection, id))
    }

    /// A page of jobs.
    pub fn jobs(&self, selection: &JobSelection, limit: u32) -> Result<Vec<Job>, StoreError> {
        self.read("listing jobs", |connection| jobs::list(connection, selection, limit))
    }

    /// What happened to a job.
    pub fn job_events(&self, id: &JobId) -> Result<Vec<JobEvent>, StoreError> {
        self.read("reading what happened to a job", |connection| job_events::of_job(connection, id))
    }

    /// How long jobs of a model usually take, by the last few; `None`: there was none. Milliseconds.
    pub fn usual_job_ms(&self, model: &str) -> Result<Option<u64>, StoreError> {
        self.read("looking how long jobs take", |connection| {
            let mut took = jobs::took(connection, model)?;
            took.sort_unstable();
            Ok(took.get(took.len() / 2).map(|middle| middle.unsigned_abs()))
        })
    }

    /// Forgets a job that has ended. False when there is none.
    pub fn delete_job(&self, id: &JobId) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write("forgetting a job", move |transaction| {
            let deleted = jobs::delete_ended(transaction, &id)?;
            job_events::delete_orphans(transaction)?;
            Ok(deleted)
        })
    }

    /// Forgets jobs that were begun before then and have ended. How many.
    pub(crate) fn prune_jobs(&self, created_before_ms: i64) -> Result<u64, StoreError> {
        self.write("forgetting old jobs", move |transaction| {
            let deleted = jobs::delete_before(transaction, created_before_ms)?;
            if deleted > 0 {
                job_events::delete_orphans(transaction)?;
            }
            Ok(deleted as u64)
        })
    }
}

#[cfg(test)]
mod tests;
