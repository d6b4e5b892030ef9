//! Where /v1 is reached: its first address, and moving to another one while requests are under way.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use crate::serve::{self, Listener};

/// The handle that knows the address, and can change it.
#[derive(Clone)]
pub(crate) struct Listening(Arc<Inner>);

struct Inner {
    place: Mutex<Place>,
    fixed: bool,
    moves: mpsc::Sender<Move>,
}

#[derive(Clone, Copy)]
struct Place {
    address: SocketAddr,
    moved_from: Option<SocketAddr>,
}

/// To another address, and whether that worked.
struct Move {
    to: SocketAddr,
    done: oneshot::Sender<io::Result<SocketAddr>>,
}

/// A socket that listens already.
pub(crate) struct Bound {
    pub(crate) socket: TcpListener,
    pub(crate) address: SocketAddr,
    /// The address that was asked for and was taken.
    pub(crate) moved_from: Option<SocketAddr>,
}

/// Ports that a very first start tries behind the usual one.
const NEXT_PORTS: u16 = 9;

impl Bound {
    /// At this address or not at all.
    pub(crate) async fn at(address: SocketAddr) -> io::Result<Self> {
        let (socket, address) = serve::bind(address).await?;
        Ok(Self { socket, address, moved_from: None })
    }

    /// At this address, or at one of the next ports while no client knows of it yet.
    pub(crate) async fn near(address: SocketAddr) -> io::Result<Self> {
        let taken = match Self::at(address).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse => error,
            bound => return bound,
        };
        for port in (1..=NEXT_PORTS).filter_map(|step| address.port().checked_add(step)) {
            if let Ok(bound) = Self::at(SocketAddr::new(address.ip(), port)).await {
                return Ok(Self { moved_from: Some(address), ..bound });
            }
        }
        Err(taken)
    }
}

impl Listening {
    /// `fixed`: this run keeps its address whatever the settings say. What is given back serves it, see [`Moves::serve`].
    pub(crate) fn new(bound: &Bound, fixed: bool) -> (Self, Moves) {
        let (moves, asked) = mpsc::channel(1);
        let place = Place { address: bound.address, moved_from: bound.moved_from };
        (Self(Arc::new(Inner { place: Mutex::new(place), fixed, moves })), Moves(asked))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.place().address
    }

    /// What clients on this computer use as their base URL.
    pub(crate) fn base_url(&self) -> String {
        let address = self.address();
        let ip = match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}/v1", SocketAddr::new(ip, address.port()))
    }

    /// The address that a first start found taken, until the user chooses one.
    pub(crate) fn moved_from(&self) -> Option<SocketAddr> {
        self.place().moved_from
    }

    /// Was the address given for this run?
    pub(crate) fn is_fixed(&self) -> bool {
        self.0.fixed
    }

    /// Moves there; requests under way end where they began.
    ///
    /// # Errors
    /// When the new address can not be used; then nothing has changed.
    pub(crate) async fn move_to(&self, to: SocketAddr) -> io::Result<()> {
        let (done, outcome) = oneshot::channel();
        let stopping = || io::Error::other("the gateway is stopping");
        self.0.moves.send(Move { to, done }).await.map_err(|_| stopping())?;
        let address = outcome.await.map_err(|_| stopping())??;
        *self.place() = Place { address, moved_from: None };
        tracing::info!(api = %address, "serving elsewhere");
        Ok(())
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.0.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The moves that were asked for.
pub(crate) struct Moves(mpsc::Receiver<Move>);

impl Moves {
    /// Serves at the first address, then at those that were moved to, until told to stop and all have drained.
    pub(crate) async fn serve(mut self, first: Bound, open: impl Fn(Bound) -> Listener, stop: CancellationToken) {
        let mut listeners = JoinSet::new();
        let mut here = Here::open(first, &open, &mut listeners, &stop);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                Some(_) = listeners.join_next(), if listeners.len() > 1 => {}
                Some(Move { to, done }) = self.0.recv() => {
                    let bound = here.leave_for(to).await;
                    let address = match bound {
                        Ok(bound) => {
                            let address = bound.address;
                            here = Here::open(bound, &open, &mut listeners, &stop);
                            Ok(address)
                        }
                        Err(Stayed { error, back }) => {
                            if let Some(back) = back {
                                here = Here::open(back, &open, &mut listeners, &stop);
                            }
                            Err(error)
                        }
                    };
                    // Whoever asked may have gone; the move stands.
                    let _ = done.send(address);
                }
            }
        }
        while listeners.join_next().await.is_some() {}
    }
}

/// The listener that takes connections now.
struct Here {
    address: SocketAddr,
    stop: CancellationToken,
    closed: CancellationToken,
}

/// A move that failed, and the old address's new socket where the old one had been given up.
struct Stayed {
    error: io::Error,
    back: Option<Bound>,
}

impl Here {
    fn open(bound: Bound, open: &impl Fn(Bound) -> Listener, listeners: &mut JoinSet<()>, stop: &CancellationToken) -> Self {
        let address = bound.address;
        let listener = open(bound);
        let (stop, closed) = (stop.child_token(), listener.closed.clone());
        listeners.spawn(listener.serve(stop.clone()));
        Self { address, stop, closed }
    }

    /// The new address is opened first, so that a client finds one of the two at any time.
    async fn leave_for(&self, to: SocketAddr) -> Result<Bound, Stayed> {
        match Bound::at(to).await {
            Ok(bound) => {
                self.leave().await;
                Ok(bound)
            }
            // It may be us: the same port on other interfaces is free only once we have left it.
            Err(error) if error.kind() == ErrorKind::AddrInUse && to.port() == self.address.port() => {
                self.leave().await;
                match Bound::at(to).await {
                    Ok(bound) => Ok(bound),
                    Err(error) => {
                        let back = Bound::at(self.address).await;
                        let back = back.inspect_err(|error| tracing::error!(api = %self.address, "listening again: {error}"));
                        Err(Stayed { error, back: back.ok() })
                    }
                }
            }
            Err(error) => Err(Stayed { error, back: None }),
        }
    }

    async fn leave(&self) {
        self.stop.cancel();
        self.closed.cancelled().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_first_start_takes_the_next_free_port_and_says_so() {
        let taken = Bound::at("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let bound = Bound::near(taken.address).await.unwrap();
        assert_eq!(bound.moved_from, Some(taken.address));
        let step = bound.address.port() - taken.address.port();
        assert!((1..=NEXT_PORTS).contains(&step), "{step} ports on");
        assert!(Bound::at(taken.address).await.is_err(), "any other start does not move");
    }

    #[tokio::test]
    async fn an_open_address_is_called_by_loopback_s_from_this_computer() {
        for (address, base_url) in [
            ("127.0.0.1:4180", "http://127.0.0.1:4180/v1"),
            ("0.0.0.0:4180", "http://127.0.0.1:4180/v1"),
            ("[::]:4180", "http://[::1]:4180/v1"),
            ("192.168.1.7:4180", "http://192.168.1.7:4180/v1"),
        ] {
            let bound = Bound::at("127.0.0.1:0".parse().unwrap()).await.unwrap();
            let (listening, _moves) = Listening::new(&Bound { address: address.parse().unwrap(), ..bound }, false);
            assert_eq!(listening.base_url(), base_url);
        }
    }
}
