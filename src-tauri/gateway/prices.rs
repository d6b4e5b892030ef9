//! Prices newer than those that came with the program, if the owner wants them: the price list is fetched once a day,
//! beside all requests, and kept across starts. Whatever goes wrong with it, the prices stay as they are.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use turnpike_providers::catalogue::Catalogue;
use turnpike_store::write_private;

use crate::{
    blocking, clock,
    events::{Event, Events},
    relay::{
        Relay,
        upstream::{Document, Fetched},
    },
    settings::PriceList,
    workspace::Workspace,
};

/// The handle that keeps prices fresh.
#[derive(Clone)]
pub(crate) struct Prices(Arc<Inner>);

struct Inner {
    list: PriceList,
    kept: Kept,
    relay: Relay,
    workspace: Workspace,
    events: Events,
    state: Mutex<State>,
    wake: Notify,
}

/// How it went so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// When the list was asked for last, with whatever result; Unix milliseconds.
    pub(crate) tried_at: Option<i64>,
    /// When it was last known to be the newest.
    pub(crate) checked_at: Option<i64>,
    /// What is wrong, if the last try failed.
    pub(crate) trouble: Option<String>,
    /// What the kept list is called in records.
    source: Option<String>,
    etag: Option<String>,
}

/// Much more than any list has.
const MOST_BYTES: usize = 8 << 20;
/// A setting is also heard of when nobody says so.
const LOOK: Duration = Duration::from_secs(60);
/// After a failure, this many times as often.
const SOONER: i64 = 24;

impl Prices {
    pub(crate) fn new(list: PriceList, data_dir: &Path, relay: Relay, workspace: Workspace, events: Events) -> Self {
        let kept = Kept { list: data_dir.join("prices.json"), state: data_dir.join("prices.state.json") };
        let state = Mutex::new(kept.state());
        Self(Arc::new(Inner { list, kept, relay, workspace, events, state, wake: Notify::new() }))
    }

    /// How it went so far.
    pub(crate) fn state(&self) -> State {
        self.locked().clone()
    }

    /// The settings were changed.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    pub(crate) async fn keep_fresh(self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(LOOK.min(self.0.list.every));
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {}
                () = self.0.wake.notified() => {}
            }
            // A stop ends a download, too.
            stop.run_until_cancelled(self.look()).await;
        }
    }

    async fn look(&self) {
        let built_in = Catalogue::built_in();
        let (wanted, fetched) = {
            let snapshot = self.0.workspace.current();
            (snapshot.live.refresh_prices, snapshot.catalogue.source() != built_in.source())
        };
        if !wanted {
            if fetched {
                self.take(built_in).await;
            }
            return;
        }
        if !fetched && let Some(catalogue) = self.kept().await {
            self.take(catalogue).await;
        }
        if self.is_due() {
            self.refresh().await;
        }
    }

    fn is_due(&self) -> bool {
        let state = self.locked();
        let every = i64::try_from(self.0.list.every.as_millis()).unwrap_or(i64::MAX);
        let every = if state.trouble.is_some() { every / SOONER } else { every };
        // A clock that was set back is no reason to wait.
        state.tried_at.is_none_or(|tried_at| !(0..every).contains(&(clock::now() - tried_at)))
    }

    /// The list of an earlier day.
    async fn kept(&self) -> Option<Catalogue> {
        let (source, path) = (self.locked().source.clone()?, self.0.kept.list.clone());
        let read = blocking(move || Catalogue::read(&std::fs::read(path).ok()?, source).ok()).await;
        if read.is_none() {
            // It has to be sent as a whole again.
            *self.locked() = State::default();
        }
        read
    }

    async fn refresh(&self) {
        let etag = self.locked().etag.clone();
        let fetched = self.0.relay.fetch(&self.0.list.url, etag.as_deref(), MOST_BYTES, self.0.list.patience).await;
        let outcome = match fetched {
            Ok(Fetched::Same) => Ok(None),
            Ok(Fetched::New(document)) => self.read(document).await.map(Some),
            Err(failure) => Err(failure.message),
        };
        let now = clock::now();
        let before = self.state();
        let (after, catalogue) = match outcome {
            Ok(None) => (State { checked_at: Some(now), trouble: None, ..before }, None),
            Ok(Some((catalogue, etag))) => {
                let source = Some(catalogue.source().to_owned());
                (State { checked_at: Some(now), trouble: None, source, etag, tried_at: None }, Some(catalogue))
            }
            Err(trouble) => {
                tracing::warn!("the price list was not refreshed: {trouble}");
                (State { trouble: Some(trouble), ..before }, None)
            }
        };
        *self.locked() = State { tried_at: Some(now), ..after };
        self.0.kept.keep_state(self.state()).await;
        match catalogue {
            Some(catalogue) => self.take(catalogue).await,
            None => self.0.events.publish(|| Event::Settings),
        }
    }

    /// A list that was fetched, kept if it is one.
    async fn read(&self, Document { body, etag }: Document) -> Result<(Catalogue, Option<String>), String> {
        let path = self.0.kept.list.clone();
        let today = jiff::Timestamp::from_millisecond(clock::now()).unwrap_or_default();
        let source = format!("genai-prices@{}", today.strftime("%Y-%m-%d"));
        blocking(move || {
            let catalogue = Catalogue::read(&body, source).map_err(|error| error.to_string())?;
            let text = std::str::from_utf8(&body).map_err(|error| error.to_string())?;
            write_private(&path, text).map_err(|error| format!("it can not be kept: {error}"))?;
            Ok((catalogue, etag))
        })
        .await
    }

    async fn take(&self, catalogue: Catalogue) {
        tracing::info!(source = catalogue.source(), "prices are from this list now");
        if let Err(error) = self.0.workspace.reprice(catalogue).await {
            tracing::warn!("the new prices hold from the next change on: {error}");
        }
        self.0.events.publish(|| Event::Models);
        self.0.events.publish(|| Event::Settings);
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the list and what is known of it are kept.
#[derive(Clone)]
struct Kept {
    list: PathBuf,
    state: PathBuf,
}

impl Kept {
    fn state(&self) -> State {
        let read = || serde_json::from_slice(&std::fs::read(&self.state).ok()?).ok();
        read().unwrap_or_default()
    }

    async fn keep_state(&self, state: State) {
        let path = self.state.clone();
        let kept = blocking(move || write_private(&path, &serde_json::to_string(&state).map_err(io::Error::other)?)).await;
        if let Err(error) = kept {
            tracing::warn!("when prices were refreshed can not be kept: {error}");
        }
    }
}
