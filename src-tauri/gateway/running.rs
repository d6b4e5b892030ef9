//! A gateway that serves, as its shell sees it.

use std::{collections::HashMap, fs::File, net::SocketAddr};

use tokio::task::JoinHandle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use turnpike_domain::{
    ids::KeyId,
    job::{Job, JobState},
};
use turnpike_store::Store;

use crate::{
    api::admin::window::Window,
    blocking, clock,
    events::{self, Event, Events, Lagged},
    jobs::Jobs,
    ledger::recorder::Recorder,
    listening::Listening,
    pause::Pause,
    workspace::Workspace,
};

/// A gateway that serves.
pub struct Running {
    /// Where /admin is.
    pub admin: SocketAddr,
    /// What opens /admin.
    pub admin_token: String,
    pub(crate) listening: Listening,
    pub(crate) pause: Pause,
    pub(crate) window: Window,
    pub(crate) workspace: Workspace,
    pub(crate) recorder: Recorder,
    pub(crate) jobs: Jobs,
    pub(crate) events: Events,
    pub(crate) stop: CancellationToken,
    pub(crate) cut: CancellationToken,
    pub(crate) listeners: Vec<JoinHandle<()>>,
    pub(crate) tasks: TaskTracker,
    pub(crate) store: Store,
    pub(crate) _lock: File,
}

impl Running {
    /// Where /v1 listens now. The settings can move it while running.
    pub fn api(&self) -> SocketAddr {
        self.listening.address()
    }

    /// What clients on this computer use as their base URL.
    pub fn base_url(&self) -> String {
        self.listening.base_url()
    }

    /// Turns clients away with a 503 that says so; requests under way go on.
    pub fn pause(&self) {
        self.pause.set(true);
    }

    /// Lets clients in again.
    pub fn resume(&self) {
        self.pause.set(false);
    }

    /// Are clients turned away?
    pub fn paused(&self) -> bool {
        self.pause.is_on()
    }

    /// Requests under way.
    pub fn in_flight(&self) -> usize {
        self.recorder.in_flight()
    }

    /// Jobs under way.
    pub fn jobs(&self) -> usize {
        self.jobs.count()
    }

    /// The secret of the key that a very first start made, for as long as this process runs.
    pub fn default_key(&self) -> Option<String> {
        self.window.first_key().map(|(_, secret)| secret.expose().to_owned())
    }

    /// What happens from now on.
    pub fn events(&self) -> Notices {
        Notices { listener: self.events.listen(), workspace: self.workspace.clone(), told: HashMap::new(), then: None }
    }

    /// Does not wait for requests under way any longer: they are cut off, and settle as if their clients had gone.
    pub fn cut(&self) {
        self.cut.cancel();
    }

    /// Stops: no new connections, requests under way may end, everything is settled and flushed.
    pub async fn stop(self) {
        self.stop.cancel();
        for listener in self.listeners {
            let _ = listener.await;
        }
        self.tasks.close();
        self.tasks.wait().await;
        self.recorder.drain().await;
        let store = self.store;
        if let Err(error) = blocking(move || store.close()).await {
            tracing::error!("the store could not be closed cleanly: {error}");
        }
    }
}

/// Something that a shell may want to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A request is on its way to a provider.
    Started,
    /// A request has ended.
    Finished {
        /// Was its client sent an error?
        failed: bool,
    },
    /// A key has spent four fifths of its budget; told once in a period.
    BudgetNear {
        /// The key's name.
        key: String,
    },
    /// A key was refused for the first time in its budget's period.
    BudgetReached {
        /// The key's name.
        key: String,
    },
    /// A job began or went on.
    JobMoved,
    /// A job has ended.
    JobEnded {
        /// `video` or `music`.
        kind: &'static str,
        /// What was asked for.
        prompt: String,
        /// Why there is nothing; `None`: it is there.
        error: Option<String>,
    },
    /// Pausing, the address or a setting changed, or some notices were missed: what is shown has to be asked for again.
    Changed,
}

impl Notice {
    /// What was cancelled, its owner has cancelled himself.
    fn of_job(job: &Job) -> Option<Self> {
        match job.state {
            JobState::Submitting | JobState::Queued | JobState::Processing | JobState::Downloading | JobState::Cancelled => {
                Some(Self::JobMoved)
            }
            JobState::Completed | JobState::Failed | JobState::Expired => Some(Self::JobEnded {
                kind: job.kind.as_str(),
                prompt: job.prompt.clone(),
                error: job.error.as_ref().map(|error| error.message.clone()),
            }),
        }
    }
}

/// The notices of one listener.
pub struct Notices {
    listener: events::Listener,
    workspace: Workspace,
    /// When the period ends for which a key's owner has been told, by what was told.
    told: HashMap<(KeyId, Told), Option<i64>>,
    /// What a request's end brought with it.
    then: Option<Notice>,
}

#[derive(PartialEq, Eq, Hash)]
enum Told {
    Near,
    Reached,
}

impl Notices {
    /// The next one; `None`: the gateway stops.
    pub async fn next(&mut self) -> Option<Notice> {
        if let Some(notice) = self.then.take() {
            return Some(notice);
        }
        loop {
            let notice = match self.listener.next().await? {
                Ok(Event::Started(_)) => Some(Notice::Started),
                Ok(Event::Finished(request)) => {
                    self.then = request.key.clone().and_then(|key| self.nearly_spent(key));
                    Some(Notice::Finished { failed: request.status >= 400 })
                }
                Ok(Event::BudgetReached(key)) => self.first_of_its_period(key, Told::Reached),
                Ok(Event::Status | Event::Settings) | Err(Lagged) => Some(Notice::Changed),
                Ok(Event::Job(job)) => Notice::of_job(&job),
                Ok(
                    Event::ClientSeen
                    | Event::Changed(_)
                    | Event::Deleted(_)
                    | Event::Keys
                    | Event::Models
                    | Event::Files
                    | Event::Jobs,
                ) => None,
            };
            if notice.is_some() {
                return notice;
            }
        }
    }

    fn nearly_spent(&mut self, id: KeyId) -> Option<Notice> {
        let snapshot = self.workspace.current();
        let entry = snapshot.keys.get(&id)?;
        entry.account.balance().is_nearly_spent(&entry.key.budget?).then(|| self.first_of_its_period(id, Told::Near))?
    }

    fn first_of_its_period(&mut self, id: KeyId, told: Told) -> Option<Notice> {
        let snapshot = self.workspace.current();
        let key = &snapshot.keys.get(&id)?.key;
        let (_, ends) = key.spending_period().bounds(clock::now());
        let notice = match told {
            Told::Near => Notice::BudgetNear { key: key.name.clone() },
            Told::Reached => Notice::BudgetReached { key: key.name.clone() },
        };
        (self.told.insert((id, told), ends) != Some(ends)).then_some(notice)
    }
}
