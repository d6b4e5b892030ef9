//! The one place where a job changes: what was learned of it goes in, how it stands and what is next comes out.

use std::time::Duration;

use super::{Job, JobError, JobEvent, JobState, Made, Step};
use crate::{
    credits::Credits,
    failure::{Failure, FailureKind},
    ids::FileId,
    request::{SentError, State},
    usage::{Usage, UsageSource},
};

/// What was learned of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// A provider has taken it.
    Submitted {
        /// What finds it there; `None`: it was made at once.
        ticket: Option<String>,
    },
    /// It waits there.
    Queued,
    /// It is being made.
    Running {
        /// Of a hundred.
        percent: Option<u8>,
    },
    /// More is known elsewhere.
    Moved {
        /// What finds that.
        ticket: String,
    },
    /// It is there, to become these files.
    Done {
        /// What the provider says of it.
        made: Made,
        /// As many as were made.
        files: Vec<FileId>,
    },
    /// All of its files are here.
    Saved {
        /// How long they are together, as measured.
        length_ms: Option<u64>,
    },
    /// There will be nothing, its provider says.
    Failed(Failure),
    /// The look itself failed.
    LookFailed(Failure),
    /// What was made could not be fetched. Where there is no room for it, waiting may help.
    DownloadFailed(JobError),
    /// Its owner asks for its end.
    CancelAsked,
    /// It was cancelled. `told`: its provider has stopped it.
    Cancelled {
        /// Did the provider say so?
        told: bool,
    },
    /// The process ended while a provider was being asked for it.
    Interrupted,
    /// A restart found it under way.
    Resumed,
}

/// How often jobs are looked at: the first pause, growing by half to the longest.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After the submission.
    pub first: Duration,
    /// Later.
    pub longest: Duration,
}

/// Downloads of one job that may fail.
pub const MOST_DOWNLOADS: u32 = 5;

/// After so long without any answer a job that its provider does not know is given up.
pub const LONGEST_TROUBLE: Duration = Duration::from_secs(60);

/// Of the longest pauses: who makes room takes a while, and each try asks the provider.
const UNTIL_THERE_IS_ROOM: u32 = 6;

/// A provider may ask for more patience than that; it is asked again all the same.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Job {
    /// Applies a report. `jitter` is 0 to 1. What happened, for its owner.
    pub fn apply(&mut self, report: Report, pace: Pace, now: i64, jitter: f64) -> JobEvent {
        let pause = self.pause(pace, jitter);
        let (step, message) = match report {
            Report::Submitted { ticket } => {
                (self.ticket, self.state) = (ticket, JobState::Queued);
                self.due_at = if self.cancel { now } else { after(now, pause) };
                (Step::Submitted, None)
            }
            Report::Queued => {
                self.looked(now, pause);
                self.overdue(now).unwrap_or((Step::Queued, None))
            }
            Report::Running { percent } => {
                self.looked(now, pause);
                self.state = JobState::Processing;
                self.started_at.get_or_insert(now);
                self.progress = self.progress.max(percent.map(|percent| percent.min(100)));
                self.overdue(now).unwrap_or((Step::Progress, None))
            }
            Report::Moved { ticket } => {
                let moved = self.ticket.as_ref() != Some(&ticket);
                self.looked(now, if moved { Duration::ZERO } else { pause });
                self.ticket = Some(ticket);
                self.overdue(now).unwrap_or((Step::Progress, None))
            }
            Report::Done { made, files } => {
                self.looked(now, Duration::ZERO);
                self.state = JobState::Downloading;
                self.started_at.get_or_insert(now);
                if self.files.len() != files.len() {
                    self.files = files;
                }
                self.made = Some(made);
                (Step::Downloading, None)
            }
            Report::Saved { length_ms } => {
                // A length that was asked for is what a provider bills; one that was left to it has to be measured.
                if let (Some(made), Some(made_ms), None) = (&mut self.made, length_ms, self.length_ms) {
                    made.usage.get_or_insert(Usage { made_ms, ..Usage::default() });
                }
                self.end(JobState::Completed, now, None)
            }
            Report::Failed(failure) if failure.kind == FailureKind::Cancelled => {
                // Also when it had said before that it is done: nothing of it is here.
                self.made = None;
                self.end(JobState::Cancelled, now, Some(JobError { code: "cancelled".to_owned(), message: failure.message }))
            }
            Report::Failed(failure) => self.end(JobState::Failed, now, Some(error_of(failure))),
            Report::LookFailed(failure) => self.look_failed(failure, pause, now),
            Report::DownloadFailed(error) => self.download_failed(error, pace, pause, now),
            Report::CancelAsked => {
                self.cancel = true;
                // Who is asking a provider for it goes on with it.
                if self.state != JobState::Submitting {
                    self.due_at = now;
                }
                (Step::CancelAsked, None)
            }
            Report::Cancelled { told } => self.cancelled(told, now),
            Report::Interrupted => {
                if self.request.status == 0 {
                    self.request.status = NOT_ANSWERED;
                }
                self.end(JobState::Failed, now, Some(interrupted()))
            }
            Report::Resumed => {
                self.due_at = now;
                (Step::Resumed, None)
            }
        };
        self.revision += 1;
        JobEvent { at: now, step, percent: self.progress, message }
    }

    fn looked(&mut self, now: i64, pause: Duration) {
        self.looks += 1;
        (self.failing_since, self.trouble) = (None, None);
        self.due_at = after(now, pause);
    }

    /// The pause before the next look grows with the looks, and is spread so that jobs do not come in step.
    fn pause(&self, pace: Pace, jitter: f64) -> Duration {
        let grown = pace.first.mul_f64(1.5_f64.powi(i32::try_from(self.looks.min(20)).unwrap_or(20)));
        grown.min(pace.longest).mul_f64(0.9 + 0.2 * jitter)
    }

    /// A provider that has nothing after so long is not waited for any more.
    fn overdue(&mut self, now: i64) -> Option<(Step, Option<String>)> {
        if now < after(self.created_at, self.kind.deadline()) {
            return None;
        }
        let minutes = self.kind.deadline().as_secs() / 60;
        let message = format!("Its provider had nothing after {minutes} minutes. Nothing is charged.");
        Some(self.end(JobState::Expired, now, Some(JobError { code: "deadline_exceeded".to_owned(), message })))
    }

    fn look_failed(&mut self, failure: Failure, pause: Duration, now: i64) -> (Step, Option<String>) {
        use FailureKind::{
            Auth, BadReply, Cancelled, Connect, ContentPolicy, ContextLength, Invalid, ModelNotFound, Overloaded, Permission,
            Quota, RateLimited, Server, Timeout, Truncated,
        };
        self.looks += 1;
        let since = *self.failing_since.get_or_insert(now);
        match failure.kind {
            // The provider's last word on the job, wherever it says it.
            ContentPolicy | Invalid | ContextLength => self.end(JobState::Failed, now, Some(error_of(failure))),
            ModelNotFound if now >= after(since, LONGEST_TROUBLE) => {
                let message = format!("Its provider does not know it any more: {} Nothing is charged.", failure.message);
                self.end(JobState::Expired, now, Some(JobError { code: "job_lost".to_owned(), message }))
            }
            Connect | Timeout | RateLimited | Overloaded | Server | BadReply | Truncated | Auth | Permission | Quota
            | ModelNotFound | Cancelled => {
                let wait = failure.retry_after.map_or(pause, |asked| asked.max(pause)).min(LONGEST_PAUSE);
                self.due_at = after(now, wait);
                self.trouble = Some(failure.message.clone());
                self.overdue(now).unwrap_or((Step::LookFailed, Some(failure.message)))
            }
        }
    }

    fn download_failed(&mut self, error: JobError, pace: Pace, pause: Duration, now: i64) -> (Step, Option<String>) {
        let full = error.code == STORAGE_FULL;
        self.downloads += u32::from(!full);
        let link_is_dead = self.made.and_then(|made| made.expires_at).is_some_and(|at| at <= now);
        let overdue = now >= after(self.created_at, self.kind.deadline());
        // Without a ticket, nobody can say again where it is.
        if self.ticket.is_none() || self.downloads >= MOST_DOWNLOADS || (full && (link_is_dead || overdue)) {
            return self.end(JobState::Failed, now, Some(error));
        }
        self.due_at = after(now, if full { pace.longest * UNTIL_THERE_IS_ROOM } else { pause });
        self.trouble = Some(error.message.clone());
        (Step::DownloadFailed, Some(error.message))
    }

    /// Nothing is charged, unless its provider had begun and can not be stopped.
    fn cancelled(&mut self, told: bool, now: i64) -> (Step, Option<String>) {
        // Of what is made already there is nothing left to stop.
        let goes_on = self.state == JobState::Downloading || (self.state == JobState::Processing && !told);
        let message = if goes_on {
            "It was cancelled. Its provider had begun and can not be stopped: what it charges is charged here."
        } else {
            "It was cancelled. Its provider had not begun, or has stopped: nothing is charged."
        };
        let all = Made { count: self.count, usage: None, cost: None, expires_at: None };
        self.made = goes_on.then(|| self.made.unwrap_or(all));
        if goes_on && self.is_open_ended() {
            // What is held is the most that it could have cost, and no price.
            self.quote = None;
        }
        self.end(JobState::Cancelled, now, Some(JobError { code: "cancelled".to_owned(), message: message.to_owned() }))
    }

    /// Does its price depend on a length that was left to its provider, which has not told it?
    fn is_open_ended(&self) -> bool {
        let unknown = self.length_ms.is_none() && self.made.is_none_or(|made| made.usage.is_none() && made.cost.is_none());
        let bill = |made_ms| self.quote.as_ref().and_then(|quote| Some(quote.bill(&Usage { made_ms, ..self.most })?.credits));
        unknown && bill(self.most.made_ms) != bill(1)
    }

    /// The last change, with what it costs. Nothing was made, or nothing reached its owner: nothing is charged.
    fn end(&mut self, state: JobState, now: i64, error: Option<JobError>) -> (Step, Option<String>) {
        let (charged, step) = match state {
            JobState::Completed => (true, Step::Completed),
            JobState::Cancelled => (true, Step::Cancelled),
            JobState::Expired => (false, Step::Expired),
            JobState::Submitting | JobState::Queued | JobState::Processing | JobState::Downloading | JobState::Failed => {
                (false, Step::Failed)
            }
        };
        (self.state, self.ended_at, self.trouble) = (state, Some(now), None);
        if state == JobState::Completed {
            self.progress = Some(100);
        }
        let message = error.as_ref().map(|error| error.message.clone());
        self.bill(self.made.filter(|_| charged), now);
        match (state, &error) {
            (JobState::Cancelled, Some(error)) => self.request.warnings.push(error.message.clone()),
            (_, Some(JobError { code, message })) => {
                let (message, code) = (message.clone(), Some(code.clone()));
                self.request.error = Some(SentError { message, kind: "server_error".to_owned(), param: None, code });
            }
            (_, None) => {}
        }
        self.error = error;
        (step, message)
    }

    /// What so many of all that were asked for can have used.
    fn share(&self, count: u32) -> Usage {
        let of = |most: u64| most * u64::from(count.min(self.count)) / u64::from(self.count.max(1));
        Usage { made_ms: of(self.most.made_ms), images: of(self.most.images), ..self.most }
    }

    /// What it used and costs goes into its request's record.
    fn bill(&mut self, made: Option<Made>, now: i64) {
        let usage = made.map(|made| made.usage.unwrap_or_else(|| self.share(made.count)));
        let request = &mut self.request;
        request.duration_ms = u64::try_from(now.saturating_sub(request.started_at)).unwrap_or_default();
        request.finish_reason = Some(self.state.as_str().to_owned());
        let Some((made, usage)) = made.zip(usage) else {
            (request.state, request.credits_used) = (State::Released, Some(Credits::ZERO));
            return;
        };
        let source = if made.usage.is_some() { UsageSource::Reported } else { UsageSource::Estimated };
        let bill = self.quote.as_ref().and_then(|quote| quote.bill(&usage));
        request.charge(usage, source, made.cost, bill);
    }
}

/// What the log says where the process ended before there was an answer.
const NOT_ANSWERED: u16 = 500;

/// There is no room for it.
pub const STORAGE_FULL: &str = "storage_limit_exceeded";

fn error_of(failure: Failure) -> JobError {
    let code = match failure.kind {
        FailureKind::ContentPolicy => "content_policy_violation".to_owned(),
        kind => failure.code.unwrap_or_else(|| kind.as_str().to_owned()),
    };
    JobError { code, message: failure.message }
}

fn interrupted() -> JobError {
    let message = "Turnpike ended while the provider was being asked for it. Nothing is charged here; if the provider had begun \
        all the same, it is in the provider's own list."
        .to_owned();
    JobError { code: "interrupted".to_owned(), message }
}

fn after(now: i64, pause: Duration) -> i64 {
    now.saturating_add(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
