//! What is kept of a request for looking at later, gathered while it runs. There is none of this unless its owner asked for
//! it: a request that is not captured pays for one look at an `Option`.

use std::{
    mem::take,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use bytes::Bytes;
use http::{HeaderMap, header::AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};
use turnpike_store::{Bodies, Exchange, MOST_EXCHANGES, MOST_PIECES, Piece};

use super::{kept::Kept, redact};

/// What is kept of one request.
pub(crate) struct Capturing {
    started: Instant,
    bodies: Bodies,
    response: Kept,
    /// The client's key and the providers' credentials: any of them may stand in a body too.
    secrets: Vec<SecretString>,
    tapes: Vec<Tape>,
}

/// One call to a provider, written down as it goes. Shared by the request and by the answer that is being read.
#[derive(Clone)]
pub(crate) struct Tape(Arc<Mutex<Taped>>);

#[derive(Default)]
struct Taped {
    exchange: Exchange,
    response: Kept,
}

impl Capturing {
    /// Nothing yet, of a request that began then.
    pub(crate) fn since(started: Instant) -> Self {
        Self { started, bodies: Bodies::default(), response: Kept::default(), secrets: Vec::new(), tapes: Vec::new() }
    }

    /// What the client sent.
    pub(crate) fn request(&mut self, headers: &HeaderMap, body: &Bytes) {
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
        self.secrets.extend(sent.map(|(_, secret)| SecretString::from(secret.trim())));
        self.bodies.request_headers = redact::headers(headers);
        self.bodies.request = whole(body);
    }

    /// With what headers it is answered.
    pub(crate) fn head(&mut self, headers: &HeaderMap) {
        self.bodies.response_headers = redact::headers(headers);
    }

    /// What it is answered.
    pub(crate) fn response(&mut self, body: &[u8]) {
        self.response.gather(body);
    }

    /// A piece of a stream that leaves now.
    pub(crate) fn piece(&mut self, bytes: &[u8]) {
        self.response(bytes);
        if self.bodies.pieces.len() < MOST_PIECES && !bytes.is_empty() {
            let at_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.bodies.pieces.push(Piece { at_ms, bytes: bytes.len() as u64 });
        }
    }

    /// For the call of that attempt; `None`: there were enough. `secret` is what the provider is told as its credential.
    pub(super) fn tape(&mut self, position: usize, secret: Option<&SecretString>) -> Option<Tape> {
        self.secrets.extend(secret.cloned());
        let position = u32::try_from(position).ok().filter(|_| self.tapes.len() < MOST_EXCHANGES)?;
        let exchange = Exchange { position, ..Exchange::default() };
        let tape = Tape(Arc::new(Mutex::new(Taped { exchange, response: Kept::default() })));
        self.tapes.push(tape.clone());
        Some(tape)
    }

    /// All of it, without secrets.
    pub(super) fn ended(self) -> Bodies {
        let Self { mut bodies, mut response, tapes, secrets, .. } = self;
        bodies.response = response.take();
        // What was simulated was never sent.
        let exchanges = tapes.iter().map(Tape::exchange).filter(|exchange| !exchange.method.is_empty());
        bodies.exchanges = exchanges.collect();
        for secret in secrets.iter().map(ExposeSecret::expose_secret) {
            let exchanged = bodies.exchanges.iter_mut().flat_map(|exchange| [&mut exchange.request, &mut exchange.response]);
            exchanged.chain([&mut bodies.request, &mut bodies.response]).for_each(|body| redact::body(body, secret));
        }
        bodies
    }
}

impl Tape {
    /// What is sent.
    pub(super) fn sent(&self, url: &str, headers: &HeaderMap, body: &[u8]) {
        let exchange = &mut self.taped().exchange;
        (exchange.method, exchange.url) = ("POST".to_owned(), redact::url(url));
        exchange.request_headers = redact::headers(headers);
        exchange.request = whole(body);
    }

    /// The head of what comes.
    pub(super) fn head(&self, status: u16, headers: &HeaderMap) {
        let exchange = &mut self.taped().exchange;
        (exchange.status, exchange.response_headers) = (Some(status), redact::headers(headers));
    }

    /// A piece of what comes.
    pub(super) fn piece(&self, bytes: &[u8]) {
        self.taped().response.gather(bytes);
    }

    /// What went and came so far, once.
    fn exchange(&self) -> Exchange {
        let Taped { exchange, mut response } = take(&mut *self.taped());
        Exchange { response: response.take(), ..exchange }
    }

    fn taped(&self) -> MutexGuard<'_, Taped> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn whole(body: &[u8]) -> Vec<u8> {
    let mut kept = Kept::default();
    kept.gather(body);
    kept.take()
}
