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
use turnpike_store::{BODY_LIMIT, Bodies, Exchange, MOST_EXCHANGES, MOST_PIECES, Piece};

use super::redact;

/// What is kept of one request.
pub(crate) struct Capturing {
    started: Instant,
    bodies: Bodies,
    /// The client's key and the providers' credentials: any of them may stand in a body too.
    secrets: Vec<SecretString>,
    tapes: Vec<Tape>,
}

/// One call to a provider, written down as it goes. Shared by the request and by the answer that is being read.
#[derive(Clone)]
pub(crate) struct Tape(Arc<Mutex<Exchange>>);

/// The most of a body that is gathered: one byte more than is kept, so that it shows that there was more.
const MOST: usize = BODY_LIMIT + 1;

impl Capturing {
    /// Nothing yet, of a request that began then.
    pub(crate) fn since(started: Instant) -> Self {
        Self { started, bodies: Bodies::default(), secrets: Vec::new(), tapes: Vec::new() }
    }

    /// What the client sent.
    pub(crate) fn request(&mut self, headers: &HeaderMap, body: &Bytes) {
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
        self.secrets.extend(sent.map(|(_, secret)| SecretString::from(secret.trim())));
        self.bodies.request_headers = redact::headers(headers);
        gather(&mut self.bodies.request, body);
    }

    /// With what headers it is answered.
    pub(crate) fn head(&mut self, headers: &HeaderMap) {
        self.bodies.response_headers = redact::headers(headers);
    }

    /// What it is answered.
    pub(crate) fn response(&mut self, body: &[u8]) {
        gather(&mut self.bodies.response, body);
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
        let tape = Tape(Arc::new(Mutex::new(Exchange { position, ..Exchange::default() })));
        self.tapes.push(tape.clone());
        Some(tape)
    }

    /// All of it, without secrets.
    pub(super) fn ended(self) -> Bodies {
        let Self { mut bodies, tapes, secrets, .. } = self;
        // What was simulated was never sent.
        let exchanges = tapes.iter().map(|tape| take(&mut *tape.exchange())).filter(|exchange| !exchange.method.is_empty());
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
        let mut exchange = self.exchange();
        (exchange.method, exchange.url) = ("POST".to_owned(), redact::url(url));
        exchange.request_headers = redact::headers(headers);
        gather(&mut exchange.request, body);
    }

    /// The head of what comes.
    pub(super) fn head(&self, status: u16, headers: &HeaderMap) {
        let mut exchange = self.exchange();
        (exchange.status, exchange.response_headers) = (Some(status), redact::headers(headers));
    }

    /// A piece of what comes.
    pub(super) fn piece(&self, bytes: &[u8]) {
        gather(&mut self.exchange().response, bytes);
    }

    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn gather(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = MOST.saturating_sub(kept.len());
    kept.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
}
