//! Starting and stopping: the data directory is locked, the store opened, the listeners bound, and only then is
//! anything said to be ready. Stopping lets requests end, settles, and flushes.

use std::{
    fs::File,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use fs4::fs_std::FileExt;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use turnpike_domain::{
    ids::KeyId,
    key::{Key, KeySecret, Preset},
};
use turnpike_providers::catalogue::Catalogue;
use turnpike_store::{Store, StoreError, make_folder};

use crate::{
    api::{App, Serving, addresses::Addresses, admin::window::Window, door::Door, entrance::Entrance, guard::Guard, router},
    blocking, clock,
    controls::Controls,
    discovery::Discovery,
    events::{Event, Events},
    fetch::Fetcher,
    files::Files,
    handouts::Handouts,
    jobs::Jobs,
    ledger::recorder::Recorder,
    listening::{Bound, Listening},
    pause::Pause,
    prices::Prices,
    relay::{Relay, upstream::Upstreams},
    running::Running,
    serve::{self, Listener},
    settings::{Listen, MasterKeySource, Settings, USUAL_ADDRESS},
    tending,
    workspace::{
        Workspace,
        apply::{self, ApplyError},
        credentials::Credentials,
        live::Live,
    },
};

/// The gateway, not yet started.
pub struct Gateway;

/// Why the gateway did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another Turnpike uses the data directory.
    #[error("another Turnpike is using {}: stop it first, or choose another --data-dir", .0.display())]
    InUse(PathBuf),
    /// The data directory can not be used.
    #[error("using the data directory {}", .path.display())]
    DataDir {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A port is taken, or may not be opened.
    #[error("listening on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The configuration file is wrong.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The store can not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of files can not be used.
    #[error("opening the folder of files: {0}")]
    Files(String),
    /// The system offers no TLS to reach providers with.
    #[error("preparing connections to providers: {0}")]
    Network(String),
    /// The system gave no random bytes for the admin token.
    #[error("the system gives no random bytes")]
    Random,
}

impl Gateway {
    /// Starts serving. When this returns, both listeners answer.
    ///
    /// # Errors
    /// When something is in use or wrong; then nothing is left running.
    pub async fn start(settings: Settings) -> Result<Running, StartError> {
        let started = Instant::now();
        let (stop, cut) = (CancellationToken::new(), CancellationToken::new());
        let events = Events::new(stop.clone());
        let lock = lock(&settings.data_dir)?;
        let (store, credentials) = open(&settings, &events).await?;
        let bound = bind(&settings, &store).await?;
        let (admin_socket, admin) = serve::bind(settings.admin_listen)
            .await
            .map_err(|source| StartError::Listen { address: settings.admin_listen, source })?;
        if let Some(file) = settings.config.clone() {
            let (store, credentials) = (store.clone(), credentials.clone());
            for made in blocking(move || apply::apply(&file, &store, &credentials)).await? {
                tracing::warn!(name = %made.name, "a key without a secret was made; use `turnpike-server apply` to see its secret");
            }
        }
        let first_key = if settings.first_key { first_key(&store).await? } else { None };
        let workspace = Workspace::open(store.clone(), credentials.clone(), Catalogue::built_in()).await?;
        let files = {
            let (data_dir, store) = (settings.data_dir.clone(), store.clone());
            let (workspace, events) = (workspace.clone(), events.clone());
            let most = settings.bounds.storage;
            let opened = blocking(move || Files::open(&data_dir, store, workspace, events, most)).await;
            opened.map_err(|error| StartError::Files(error.to_string()))?
        };
        let recorder = Recorder::new(store.clone(), events.clone(), settings.bounds.in_flight);
        let upstreams =
            Upstreams::new(settings.patience, settings.bounds.reply).map_err(|error| StartError::Network(error.to_string()))?;
        let admin_token = match settings.admin_token {
            Some(token) => token,
            None => admin_token()?,
        };
        let pause = Pause::new(events.clone());
        let data_dir = std::path::absolute(&settings.data_dir).unwrap_or(settings.data_dir);
        let (listening, moves) = Listening::new(&bound, matches!(settings.listen, Listen::Fixed(_)));
        let relay = Relay::new(upstreams, Fetcher::new(settings.web), settings.patience, settings.bounds);
        let prices = Prices::new(settings.price_list, &data_dir, relay.clone(), workspace.clone(), events.clone());
        let controls = Controls {
            workspace: workspace.clone(),
            events: events.clone(),
            listening: listening.clone(),
            relay: relay.clone(),
            prices: prices.clone(),
            one_at_a_time: Arc::default(),
        };
        if controls.use_proxy(&workspace.current().live).is_err() {
            tracing::warn!("the proxy of the settings can not be used, providers are reached without it");
        }
        let jobs = Jobs::new(workspace.clone(), recorder.clone(), events.clone(), relay.clone(), files.clone(), stop.clone());
        jobs.resume().await?;
        let window = Window::new(admin_token.clone(), first_key);
        let app = App {
            door: Door {
                workspace: workspace.clone(),
                recorder: recorder.clone(),
                addresses: Arc::new(Addresses::default()),
                bounds: settings.bounds,
                patience: settings.patience,
                pause: pause.clone(),
            },
            discovery: Discovery::new(relay.clone(), settings.surroundings, listening.clone(), admin),
            relay,
            controls,
            prices: prices.clone(),
            workspace: workspace.clone(),
            recorder: recorder.clone(),
            events: events.clone(),
            files: files.clone(),
            handouts: Handouts::default(),
            jobs: jobs.clone(),
            store: store.clone(),
            window: window.clone(),
            serving: Arc::new(Serving { started, admin, data_dir }),
            listening: listening.clone(),
            pause: pause.clone(),
        };
        let tasks = TaskTracker::new();
        tasks.spawn(prices.keep_fresh(stop.clone()));
        tasks.spawn(jobs.clone().run());
        tasks.spawn(tending::tend(store.clone(), workspace.clone(), files, stop.clone()));
        if let MasterKeySource::Keychain(keychain) = settings.master_key {
            tasks.spawn(ask_keychain(credentials, workspace.clone(), events.clone(), keychain));
        }
        let listener = {
            let (workspace, bounds, patience, cut) = (workspace.clone(), settings.bounds, settings.patience, cut.clone());
            move |socket, address, router, origins| Listener {
                socket,
                entrance: Arc::new(Entrance::new(
                    Guard { address, most_header_bytes: bounds.headers },
                    workspace.clone(),
                    origins,
                    router,
                )),
                connections: bounds.connections,
                patience: patience.client,
                drain: patience.drain,
                cut: cut.clone(),
                closed: CancellationToken::new(),
            }
        };
        let (public, api) = (router::public(app.clone()), bound.address);
        let admin_router = router::admin(app, settings.ui.as_deref());
        let admin_listener = listener(admin_socket, admin, admin_router, Some(settings.window_origins));
        let clients = move |bound: Bound| listener(bound.socket, bound.address, public.clone(), None);
        let listeners =
            vec![tokio::spawn(moves.serve(bound, clients, stop.clone())), tokio::spawn(admin_listener.serve(stop.clone()))];
        tracing::info!(%api, %admin, milliseconds = started.elapsed().as_millis() as u64, "serving");
        Ok(Running {
            admin,
            admin_token,
            listening,
            pause,
            window,
            workspace,
            recorder,
            jobs,
            events,
            stop,
            cut,
            listeners,
            tasks,
            store,
            _lock: lock,
        })
    }
}

/// Runs `work` on the data of a folder that nobody serves from.
pub(crate) fn offline<T>(
    data_dir: &Path,
    work: impl FnOnce(&Store, &Credentials) -> Result<T, StartError>,
) -> Result<T, StartError> {
    let _lock = lock(data_dir)?;
    let store = Store::open(data_dir, |_| {})?;
    let credentials = Credentials::new(data_dir, &MasterKeySource::File)?;
    let done = work(&store, &credentials)?;
    store.close()?;
    Ok(done)
}

/// Runs `work`, which only reads, on the data of a folder that somebody may be serving from.
pub(crate) fn reading<T>(data_dir: &Path, work: impl FnOnce(&Store) -> Result<T, StartError>) -> Result<T, StartError> {
    work(&Store::open(data_dir, |_| {})?)
}

/// A random admin token.
///
/// # Errors
/// When the system gives no random bytes.
pub fn admin_token() -> Result<String, StartError> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|_| StartError::Random)?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn bind(settings: &Settings, store: &Store) -> Result<Bound, StartError> {
    let (address, may_move) = match settings.listen {
        Listen::Fixed(address) => (address, false),
        Listen::Stored => {
            let store = store.clone();
            let (stored, known) = blocking(move || Ok::<_, StoreError>((store.settings()?, !store.keys()?.is_empty()))).await?;
            let stored = Live::from_rows(&stored).listen;
            (stored.unwrap_or(USUAL_ADDRESS), settings.first_key && stored.is_none() && !known)
        }
    };
    let bound = if may_move { Bound::near(address).await } else { Bound::at(address).await };
    let bound = bound.map_err(|source| StartError::Listen { address, source })?;
    if bound.moved_from.is_some() {
        tracing::warn!(taken = %address, now = %bound.address, "the usual address is taken, the next free one is kept");
        let (store, json) = (store.clone(), format!("\"{}\"", bound.address));
        blocking(move || store.put_setting("listen", &json)).await?;
    }
    Ok(bound)
}

/// Two processes on one data directory would each believe their own balances.
fn lock(data_dir: &Path) -> Result<File, StartError> {
    let trouble = |source| StartError::DataDir { path: data_dir.to_owned(), source };
    make_folder(data_dir)?;
    let file = File::options().create(true).truncate(false).write(true).open(data_dir.join("lock")).map_err(trouble)?;
    match file.try_lock_exclusive() {
        Ok(true) => Ok(file),
        Ok(false) => Err(StartError::InUse(data_dir.to_owned())),
        Err(source) => Err(trouble(source)),
    }
}

async fn open(settings: &Settings, events: &Events) -> Result<(Store, Credentials), StartError> {
    let (folder, events) = (settings.data_dir.clone(), events.clone());
    let committed = move |requests: &[turnpike_domain::request::Request]| {
        for request in requests {
            events.publish(|| Event::Finished(Arc::new(request.clone())));
        }
    };
    let store = blocking(move || Store::open(&folder, committed)).await?;
    let credentials = Credentials::new(&settings.data_dir, &settings.master_key)?;
    Ok((store, credentials))
}

/// The key that a very first start makes, so that the window has one to show.
async fn first_key(store: &Store) -> Result<Option<(KeyId, KeySecret)>, StartError> {
    let store = store.clone();
    blocking(move || {
        if !store.keys()?.is_empty() {
            return Ok(None);
        }
        let secret = apply::new_secret()?;
        let key = Key::of_secret(&secret, "Default", Preset::App, clock::now());
        store.insert_key(&key, secret.hash())?;
        Ok(Some((key.id, secret)))
    })
    .await
}

/// A keychain may want to ask its user first; nothing waits for that.
async fn ask_keychain(
    credentials: Credentials,
    workspace: Workspace,
    events: Events,
    keychain: Box<dyn FnOnce() -> Result<[u8; 32], crate::KeychainTrouble> + Send>,
) {
    blocking(move || credentials.ask(keychain)).await;
    if let Err(error) = workspace.reload().await {
        tracing::error!("the workspace could not be read again: {error}");
    }
    events.publish(|| Event::Models);
}
