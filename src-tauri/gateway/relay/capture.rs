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
    /// The client's key, in case that it stands in a body too.
    secret: Option<SecretString>,
    tapes: Vec<Tape>,
}

/// One call to a provider, written down as it goes. Shared by the request and by the answer that is being read.
#[derive(Clone)]
pub(crate) struct Tape(Arc<Recording>);

struct Recording {
    exchange: Mutex<Exchange>,
    secret: Option<SecretString>,
}

/// The most of a body that is gathered: one byte more than is kept, so that it shows that there was more.
const MOST: usize = BODY_LIMIT + 1;

impl Capturing {
    /// Nothing yet, of a request that began then.
    pub(crate) fn since(started: Instant) -> Self {
        Self { started, bodies: Bodies::default(), secret: None, tapes: Vec::new() }
    }

    /// What the client sent.
    pub(crate) fn request(&mut self, headers: &HeaderMap, body: &Bytes) {
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
        self.secret = sent.map(|(_, secret)| SecretString::from(secret.trim()));
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

    /// For the call of that attempt; `None`: there were enough. What the provider is told as its credential stays out.
    pub(super) fn tape(&mut self, position: usize, secret: Option<&SecretString>) -> Option<Tape> {
        let position = u32::try_from(position).ok().filter(|_| self.tapes.len() < MOST_EXCHANGES)?;
        let exchange = Mutex::new(Exchange { position, ..Exchange::default() });
        let tape = Tape(Arc::new(Recording { exchange, secret: secret.cloned() }));
        self.tapes.push(tape.clone());
        Some(tape)
    }

    /// All of it, without secrets.
    pub(super) fn ended(mut self) -> Bodies {
        if let Some(secret) = &self.secret {
            redact::body(&mut self.bodies.request, secret.expose_secret());
            redact::body(&mut self.bodies.response, secret.expose_secret());
        }
        self.bodies.exchanges = self.tapes.iter().map(Tape::ended).filter(|exchange| !exchange.method.is_empty()).collect();
        self.bodies
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

    fn ended(&self) -> Exchange {
        let mut exchange = take(&mut *self.exchange());
        if let Some(secret) = &self.0.secret {
            redact::body(&mut exchange.request, secret.expose_secret());
            redact::body(&mut exchange.response, secret.expose_secret());
            exchange.url = exchange.url.replace(secret.expose_secret(), "***");
        }
        exchange
    }

    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        self.0.exchange.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn gather(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = MOST.saturating_sub(kept.len());
    kept.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
}
