//! The gateway inside the desktop app: started before there is a window, stopped after the last one is gone.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use serde::Serialize;
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tracing::error;
use turnpike_gateway::{Gateway, Listen, MasterKeySource, Running, Settings, StartError};

use super::keychain;

/// The window's origin: the first on Linux and macOS, the second on Windows.
const WINDOW_ORIGINS: [&str; 2] = ["tauri://localhost", "http://tauri.localhost"];

/// The gateway, or the place for one that could not start yet.
pub(crate) struct Serving {
    data_dir: PathBuf,
    running: Mutex<Option<Running>>,
}

/// The admin API of the gateway in this process.
#[derive(Serialize)]
pub(crate) struct Endpoint {
    admin_url: String,
    admin_token: String,
}

impl Serving {
    /// Nothing serves yet.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self { data_dir: data_dir.to_path_buf(), running: Mutex::default() }
    }

    /// Where the admin API is. Starts the gateway unless it runs, so asking again is how the window tries again.
    pub(crate) async fn endpoint(&self) -> anyhow::Result<Endpoint> {
        let mut running = self.running.lock().await;
        let running = match &mut *running {
            Some(running) => running,
            none => {
                none.insert(start(&self.data_dir).await.inspect_err(|reason| error!("the gateway did not start: {reason:#}"))?)
            }
        };
        Ok(Endpoint { admin_url: format!("http://{}/admin", running.admin), admin_token: running.admin_token.clone() })
    }

    /// Ends requests in flight, settles and flushes.
    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        let running = self.running.lock().await.take().context("the gateway did not start")?;
        running.stop().await;
        Ok(())
    }
}

async fn start(data_dir: &Path) -> anyhow::Result<Running> {
    let (settings, runtime) = (settings(data_dir)?, Handle::current());
    // On a thread of its own, since a start is not all awaiting and the window may be drawing meanwhile.
    let started = tokio::task::spawn_blocking(move || runtime.block_on(Gateway::start(settings))).await?;
    started.map_err(|error| match error {
        StartError::Listen { address, source } if source.kind() == ErrorKind::AddrInUse => {
            anyhow!("another program listens on {address} already: end it, or set TURNPIKE_LISTEN to another address")
        }
        error => error.into(),
    })
}

fn settings(data_dir: &Path) -> anyhow::Result<Settings> {
    let mut settings = Settings::new(data_dir.to_path_buf());
    if let Ok(address) = std::env::var("TURNPIKE_LISTEN") {
        let parsed = address.parse().with_context(|| format!("TURNPIKE_LISTEN is not an address: {address}"))?;
        settings.listen = Listen::Fixed(parsed);
    }
    settings.window_origins = WINDOW_ORIGINS.map(str::to_owned).to_vec();
    settings.first_key = true;
    settings.master_key = match std::env::var("TURNPIKE_SECRETS").as_deref() {
        Ok("file") => MasterKeySource::File,
        _ => MasterKeySource::Keychain(Box::new(keychain::master_key)),
    };
    Ok(settings)
}
