//! The web as names and addresses: which of them may be connected to. The client connects only to what comes out of here,
//! and looks nothing up a second time.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{FetchError, address::is_public};

/// The web that files are fetched from.
#[derive(Clone, Default)]
pub enum Web {
    /// The internet: the system looks names up, and everything goes over TLS.
    #[default]
    Internet,
    /// One that a test has made, without TLS. It is chosen in code: no file, variable or argument can.
    Scripted {
        /// Looks a name up.
        lookup: Arc<Lookup>,
        /// Who answers behind every public address.
        server: SocketAddr,
    },
}

/// The addresses of a name.
type Lookup = dyn Fn(&str) -> Vec<IpAddr> + Send + Sync;

impl Web {
    pub(super) fn has_tls(&self) -> bool {
        matches!(self, Self::Internet)
    }

    async fn lookup(&self, name: &str) -> Vec<IpAddr> {
        match self {
            Self::Internet => {
                let found = tokio::net::lookup_host((name, 0)).await;
                found.map(|found| found.map(|address| address.ip()).collect()).unwrap_or_default()
            }
            Self::Scripted { lookup, .. } => lookup(name),
        }
    }

    /// Where an address is connected to; without a port, the scheme's own is meant.
    fn door(&self, address: IpAddr) -> SocketAddr {
        match self {
            Self::Internet => SocketAddr::new(address, 0),
            Self::Scripted { server, .. } => *server,
        }
    }
}

impl Resolve for Web {
    fn resolve(&self, name: Name) -> Resolving {
        let web = self.clone();
        Box::pin(async move {
            let found = web.lookup(name.as_str()).await;
            // One address inside is enough: whoever mixes them waits for us to try the other. A name that is not known is
            // told apart from one inside by nobody.
            if found.is_empty() || !found.iter().copied().all(is_public) {
                return Err(FetchError::NotPublic.into());
            }
            Ok(Box::new(found.into_iter().map(move |address| web.door(address))) as Addrs)
        })
    }
}

impl fmt::Debug for Web {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Internet => "Internet",
            Self::Scripted { .. } => "Scripted",
        })
    }
}
