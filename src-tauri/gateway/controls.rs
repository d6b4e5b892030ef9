//! Settings put into effect: what needs the world's consent first (an address, a proxy), then the store.

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    sync::Arc,
};

use bytes::Bytes;
use secrecy::SecretString;
use serde_json::{Map, Value};
use tokio::sync::Mutex;
use turnpike_store::{NewSetting, StoreError};

use crate::{
    blocking, clock,
    events::{Event, Events},
    listening::Listening,
    occupant::occupant,
    prices::Prices,
    relay::Relay,
    settings::USUAL_ADDRESS,
    workspace::{
        Workspace,
        backup::{self, BackupError, Counts},
        live::{Live, Wrong},
    },
};

/// The handle through which settings are changed.
#[derive(Clone)]
pub(crate) struct Controls {
    pub(crate) workspace: Workspace,
    pub(crate) events: Events,
    pub(crate) listening: Listening,
    pub(crate) relay: Relay,
    pub(crate) prices: Prices,
    pub(crate) one_at_a_time: Arc<Mutex<()>>,
}

/// Why settings stay as they are.
#[derive(Debug)]
pub(crate) enum Unchanged {
    Wrong(Wrong),
    Taken { address: SocketAddr, by: Option<String> },
    Listen { address: SocketAddr, source: io::Error },
    Store(StoreError),
}

impl Controls {
    /// Changes the settings that are named.
    pub(crate) async fn change(&self, named: Map<String, Value>) -> Result<Live, Unchanged> {
        let _one_at_a_time = self.one_at_a_time.lock().await;
        let before = self.workspace.current().live.clone();
        let after = before.with(named).map_err(Unchanged::Wrong)?;
        let changes = before.changes_to(&after);
        if changes.is_empty() {
            return Ok(after);
        }
        let moved = self.listen(&before, &after).await?;
        if let Err(unchanged) = self.keep(&before, &after, changes).await {
            // What could not be kept must not hold either.
            let _ = self.use_proxy(&before);
            if moved {
                let _ = self.listen(&after, &before).await;
            }
            return Err(unchanged);
        }
        self.events.publish(|| Event::Settings);
        if after.refresh_prices != before.refresh_prices {
            self.prices.wake();
        }
        if moved {
            self.events.publish(|| Event::Status);
        }
        Ok(after)
    }

    /// Takes over what a backup holds, in place of all that is set up. This computer keeps its own address.
    pub(crate) async fn restore(&self, file: Bytes, passphrase: SecretString) -> Result<Counts, BackupError> {
        let _one_at_a_time = self.one_at_a_time.lock().await;
        let before = self.workspace.current().live.clone();
        let credentials = self.workspace.credentials().clone();
        let now = before.clone();
        let restored = blocking(move || backup::open(&file, &passphrase, &credentials, &now)).await?;
        self.use_proxy(&restored.live).map_err(|_| BackupError::Proxy)?;
        let (contents, counts) = (restored.contents, restored.counts);
        let written = self.workspace.change(move |store| store.replace(clock::now(), contents)).await;
        if let Err(error) = written {
            let _ = self.use_proxy(&before);
            return Err(error.into());
        }
        for event in [Event::Keys, Event::Models, Event::Settings] {
            self.events.publish(|| event);
        }
        Ok(counts)
    }

    async fn keep(&self, before: &Live, after: &Live, changes: Vec<NewSetting>) -> Result<(), Unchanged> {
        if after.proxy != before.proxy {
            self.use_proxy(after)?;
        }
        let written = self.workspace.change(move |store| store.change_settings(clock::now(), changes)).await;
        written.map_err(Unchanged::Store)
    }

    /// Reaches providers as these settings say.
    pub(crate) fn use_proxy(&self, live: &Live) -> Result<(), Unchanged> {
        let wrong = |reason| Unchanged::Wrong(Wrong { setting: "proxy".to_owned(), reason });
        self.relay.use_proxy(live.proxy.as_deref()).map_err(wrong)
    }

    /// Moves the listener, unless this run's address was given; true when it did.
    async fn listen(&self, before: &Live, after: &Live) -> Result<bool, Unchanged> {
        let address = after.listen.unwrap_or(USUAL_ADDRESS);
        if before.listen == after.listen || self.listening.is_fixed() || address == self.listening.address() {
            return Ok(false);
        }
        match self.listening.move_to(address).await {
            Ok(()) => Ok(true),
            Err(source) if source.kind() == ErrorKind::AddrInUse => {
                let by = blocking(move || occupant(address.port())).await;
                Err(Unchanged::Taken { address, by })
            }
            Err(source) => Err(Unchanged::Listen { address, source }),
        }
    }
}
