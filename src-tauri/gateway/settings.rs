//! What a start needs to know: addresses, folders, limits with names. What changes while running is in
//! [`crate::workspace::live`].

use std::{
    net::{Ipv4Addr, SocketAddr, SocketAddrV4},
    path::PathBuf,
    time::Duration,
};

use secrecy::SecretString;
use turnpike_providers::{catalogue::NEWEST, vendors};

use crate::fetch::Web;

/// How to start a gateway.
pub struct Settings {
    /// Where everything is kept.
    pub data_dir: PathBuf,
    /// The public listener, /v1.
    pub listen: Listen,
    /// The listener for the window and for administrators. Port 0 means any free one.
    pub admin_listen: SocketAddr,
    /// A `turnpike.toml` to apply before serving.
    pub config: Option<PathBuf>,
    /// The admin token; `None`: a random one.
    pub admin_token: Option<String>,
    /// The built ui/ to serve on the admin listener, for a browser.
    pub ui: Option<PathBuf>,
    /// Web origins that may use the admin listener beside its own.
    pub window_origins: Vec<String>,
    /// Where the key that seals credentials comes from.
    pub master_key: MasterKeySource,
    /// Whether a very first start makes a key, to show in the window.
    pub first_key: bool,
    /// The bounds of everything that could grow.
    pub bounds: Bounds,
    /// How long upstreams are waited for.
    pub patience: Patience,
    /// Where to look for engines and keys that are there already.
    pub surroundings: Surroundings,
    /// Where files are fetched from that a message points to.
    pub web: Web,
    /// Where newer prices are, for those who want them.
    pub price_list: PriceList,
}

impl Settings {
    /// The defaults: loopback only, port 4180, a key file beside the data.
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            listen: Listen::Stored,
            admin_listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            config: None,
            admin_token: None,
            ui: None,
            window_origins: Vec::new(),
            master_key: MasterKeySource::File,
            first_key: false,
            bounds: Bounds::default(),
            patience: Patience::default(),
            surroundings: Surroundings::default(),
            web: Web::default(),
            price_list: PriceList::default(),
        }
    }
}

/// Where /v1 listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listen {
    /// Here for this run, whatever the settings say. Port 0 means any free one.
    Fixed(SocketAddr),
    /// Where the settings say, else at [`USUAL_ADDRESS`]. A very first start, which makes a key to show, takes the next
    /// free port when that one is taken, and keeps it: no client knows of any address yet.
    Stored,
}

/// Where /v1 listens unless told otherwise.
pub const USUAL_ADDRESS: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 4180));

/// Where the key that seals provider credentials is kept.
pub enum MasterKeySource {
    /// A file in the data directory, readable by its owner only.
    File,
    /// The system keychain. Asked on a thread of its own after the start, since it may want to ask the user.
    Keychain(Box<dyn FnOnce() -> Result<[u8; 32], KeychainTrouble> + Send>),
}

/// Why the keychain gave no key.
#[derive(Clone, Debug)]
pub struct KeychainTrouble {
    /// `locked`, `unavailable` or `denied`.
    pub state: &'static str,
    /// What to do about it, without any secret.
    pub message: String,
}

/// The most of everything that a client could make grow.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of a request's body: beyond it, 413.
    pub body: usize,
    /// Bytes of all files together, where the plan would let there be more: beyond it, 413.
    pub storage: u64,
    /// Bytes of a provider's answer that is not a stream.
    pub reply: usize,
    /// Bytes of a file that is fetched because a message points to it. All of a message have at most `body`.
    pub fetched: usize,
    /// Bytes of a request's headers: beyond it, 431.
    pub headers: usize,
    /// Requests under way: beyond it, 503.
    pub in_flight: usize,
    /// Open connections; more wait in the system's queue.
    pub connections: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            body: 64 << 20,
            storage: u64::MAX,
            reply: 64 << 20,
            fetched: 20 << 20,
            headers: 32 << 10,
            in_flight: 1_024,
            connections: 4_096,
        }
    }
}

/// How long to wait for whom.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection to a provider.
    pub connect: Duration,
    /// For the first byte of a provider's stream.
    pub first_byte: Duration,
    /// For an answer in one piece, which begins only when all of it is made: as long as the SDKs wait.
    pub whole: Duration,
    /// The same where the engine runs on the user's machine and may have to load a model first.
    pub first_byte_local: Duration,
    /// Between two reads of an answer; a comment counts as life.
    pub idle: Duration,
    /// For a file that a message points to, redirects included.
    pub fetch: Duration,
    /// Between the first looks at a job; later ones come rarer.
    pub look: Duration,
    /// For a client to send its headers, and then its body.
    pub client: Duration,
    /// Until a silent stream gets a comment from us.
    pub keep_alive: Duration,
    /// For requests under way when stopping.
    pub drain: Duration,
    /// Tries at one target.
    pub tries: u32,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connect: seconds(10),
            first_byte: seconds(120),
            whole: seconds(600),
            first_byte_local: seconds(300),
            idle: seconds(120),
            fetch: seconds(15),
            look: seconds(2),
            client: seconds(60),
            keep_alive: seconds(15),
            drain: seconds(30),
            tries: 2,
        }
    }
}

impl Patience {
    /// For an answer's first byte.
    pub(crate) fn until_first_byte(&self, stream: bool, local: bool) -> Duration {
        match (stream, local) {
            (false, _) => self.whole,
            (true, true) => self.first_byte_local,
            (true, false) => self.first_byte,
        }
    }

    /// Between two reads. An engine of one's own sends the head of its answer, then reads the prompt for as long as it takes.
    pub(crate) fn between_reads(&self, local: bool) -> Duration {
        if local { self.idle.max(self.first_byte_local) } else { self.idle }
    }
}

/// Newer prices than those that came with the program.
pub struct PriceList {
    /// Where they are.
    pub url: String,
    /// How often they are asked for.
    pub every: Duration,
    /// For the whole of the list.
    pub patience: Duration,
}

impl Default for PriceList {
    fn default() -> Self {
        Self { url: NEWEST.to_owned(), every: Duration::from_secs(86_400), patience: Duration::from_secs(60) }
    }
}

/// The computer around the gateway.
pub struct Surroundings {
    /// Ports on loopback where an engine may listen.
    pub ports: Vec<u16>,
    /// For an answer there.
    pub patience: Duration,
    /// The user's home, where installed engines leave traces.
    pub home: Option<PathBuf>,
    /// An environment variable's value.
    pub variable: fn(&str) -> Option<SecretString>,
}

impl Default for Surroundings {
    fn default() -> Self {
        let mut ports: Vec<u16> =
            vendors().iter().filter_map(|vendor| vendor.engine.as_ref()).map(|engine| engine.port).collect();
        ports.sort_unstable();
        ports.dedup();
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty()).map(SecretString::from);
        Self { ports, patience: Duration::from_millis(300), home: dirs::home_dir(), variable }
    }
}

/// The platform's folder for the app's data; `TURNPIKE_DATA_DIR` overrides it.
pub fn data_dir() -> Option<PathBuf> {
    let named = std::env::var_os("TURNPIKE_DATA_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    named.or_else(|| dirs::data_local_dir().map(|dir| dir.join("turnpike")))
}
