//! The gateway inside the desktop app: started before there is a window, stopped after the last one is gone.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;
use tokio::runtime::Handle;
use tokio::sync::{Notify, RwLock};
use tokio::time::timeout;
use tracing::error;
use turnpike_gateway::{Gateway, Listen, MasterKeySource, Notices, Running, Settings, StartError};

use super::keychain;
use super::port::{self, Taken};

/// The window's origin: the first on Linux and macOS, the second on Windows.
const WINDOW_ORIGINS: [&str; 2] = ["tauri://localhost", "http://tauri.localhost"];
/// A request's end is told a moment before it no longer counts as under way.
const LAG: Duration = Duration::from_millis(200);

/// The gateway, or the place for one that could not start yet.
pub(crate) struct Serving {
    data_dir: PathBuf,
    running: RwLock<Option<Running>>,
    serves: AtomicBool,
    started: Notify,
}

/// The admin API of the gateway in this process.
#[derive(Serialize)]
pub(crate) struct Endpoint {
    admin_url: String,
    admin_token: String,
}

/// Why nothing serves.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Trouble {
    /// Another program has the port.
    AddressInUse {
        #[serde(flatten)]
        taken: Taken,
        /// The environment names the address, so that no setting can move it.
        fixed: bool,
    },
    Other {
        message: String,
    },
}

/// What serves now, as the tray tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) base_url: String,
    pub(crate) paused: bool,
    pub(crate) in_flight: usize,
    pub(crate) jobs: usize,
}

impl Serving {
    /// Nothing serves yet.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self {
            data_dir: data_dir.to_path_buf(),
            running: RwLock::default(),
            serves: AtomicBool::new(false),
            started: Notify::new(),
        }
    }

    /// Where the admin API is. Starts the gateway unless it runs, so asking again is how the window tries again; `at`: an
    /// address for this run in the place of the usual one.
    pub(crate) async fn endpoint(&self, at: Option<SocketAddr>) -> Result<Endpoint, Trouble> {
        let mut running = self.running.write().await;
        let running = match &mut *running {
            Some(running) => running,
            none => {
                let started =
                    start(&self.data_dir, at).await.inspect_err(|trouble| error!("the gateway did not start: {trouble:?}"))?;
                self.serves.store(true, Ordering::Release);
                self.started.notify_waiters();
                none.insert(started)
            }
        };
        Ok(Endpoint { admin_url: format!("http://{}/admin", running.admin), admin_token: running.admin_token.clone() })
    }

    /// Has the gateway started?
    pub(crate) fn serves(&self) -> bool {
        self.serves.load(Ordering::Acquire)
    }

    /// What serves; `None`: nothing does.
    pub(crate) async fn standing(&self) -> Option<Standing> {
        let running = self.running.read().await;
        let running = running.as_ref()?;
        Some(Standing {
            base_url: running.base_url(),
            paused: running.paused(),
            in_flight: running.in_flight(),
            jobs: running.jobs(),
        })
    }

    /// The secret of the key that a first start made, as long as this process knows it.
    pub(crate) async fn default_key(&self) -> Option<String> {
        self.running.read().await.as_ref()?.default_key()
    }

    /// Turns clients away, or lets them in again.
    pub(crate) async fn pause(&self, paused: bool) {
        if let Some(running) = self.running.read().await.as_ref() {
            if paused { running.pause() } else { running.resume() }
        }
    }

    /// What happens, from the moment that the gateway serves.
    pub(crate) async fn notices(&self) -> Notices {
        loop {
            let started = self.started.notified();
            tokio::pin!(started);
            // Listening before looking, so that a start in between is not missed.
            started.as_mut().enable();
            if let Some(running) = self.running.read().await.as_ref() {
                return running.events();
            }
            started.await;
        }
    }

    /// Returns once no request is under way.
    pub(crate) async fn idle(&self) {
        let mut notices = match self.running.read().await.as_ref() {
            Some(running) => running.events(),
            None => return,
        };
        while self.standing().await.is_some_and(|standing| standing.in_flight > 0) {
            if let Ok(None) = timeout(LAG, notices.next()).await {
                return;
            }
        }
    }

    /// Cuts off what is under way, when the user does not want to wait for it. It settles as if its client had gone.
    pub(crate) async fn cut(&self) {
        if let Some(running) = self.running.read().await.as_ref() {
            running.cut();
        }
    }

    /// Ends requests in flight, settles and flushes.
    pub(crate) async fn stop(&self) {
        if let Some(running) = self.running.write().await.take() {
            running.stop().await;
        }
    }
}

async fn start(data_dir: &Path, at: Option<SocketAddr>) -> Result<Running, Trouble> {
    let (settings, fixed) = settings(data_dir, at)?;
    let runtime = Handle::current();
    // On a thread of its own, since a start is not all awaiting and the window may be drawing meanwhile.
    let started = tokio::task::spawn_blocking(move || {
        runtime.block_on(Gateway::start(settings)).map_err(|error| match error {
            StartError::Listen { address, source } if source.kind() == ErrorKind::AddrInUse => {
                Trouble::AddressInUse { taken: port::taken(address), fixed }
            }
            error => other(error),
        })
    });
    started.await.unwrap_or_else(|panicked| Err(other(panicked)))
}

fn settings(data_dir: &Path, at: Option<SocketAddr>) -> Result<(Settings, bool), Trouble> {
    let named = match std::env::var("TURNPIKE_LISTEN") {
        Ok(address) => {
            let parsed = address.parse().with_context(|| format!("TURNPIKE_LISTEN is not an address: {address}"));
            Some(parsed.map_err(other)?)
        }
        Err(_) => None,
    };
    let mut settings = Settings::new(data_dir.to_path_buf());
    if let Some(address) = at.or(named) {
        settings.listen = Listen::Fixed(address);
    }
    settings.window_origins = WINDOW_ORIGINS.map(str::to_owned).to_vec();
    settings.first_key = true;
    settings.master_key = match std::env::var("TURNPIKE_SECRETS").as_deref() {
        Ok("file") => MasterKeySource::File,
        _ => MasterKeySource::Keychain(Box::new(keychain::master_key)),
    };
    Ok((settings, named.is_some()))
}

fn other(error: impl Into<anyhow::Error>) -> Trouble {
    Trouble::Other { message: format!("{:#}", error.into()) }
}
