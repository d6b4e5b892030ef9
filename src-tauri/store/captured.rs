//! What is kept of a request beside its record, where its owner wants that: bodies, headers, when each piece left, and
//! what went to and came from providers. Secrets are taken out before any of it comes here.

use serde::{Deserialize, Serialize};

/// What was captured of one request. At most [`BODY_LIMIT`] bytes of each body are kept: hand over one byte more of a
/// longer one, so that it shows as truncated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bodies {
    /// What the client sent.
    pub request: Vec<u8>,
    /// With these headers.
    pub request_headers: Headers,
    /// What it was answered.
    pub response: Vec<u8>,
    /// With these headers.
    pub response_headers: Headers,
    /// How a stream's `response` left, at most [`MOST_PIECES`].
    pub pieces: Vec<Piece>,
    /// What went to and came from providers, at most [`MOST_EXCHANGES`].
    pub exchanges: Vec<Exchange>,
}

/// Names and values, in their order.
pub type Headers = Vec<(String, String)>;

/// Bytes of a stream that left together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Milliseconds from the request's start.
    pub at_ms: u64,
    /// How many.
    pub bytes: u64,
}

/// One call to a provider, as it was on the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// Which of the request's attempts.
    pub position: u32,
    /// `POST`
    pub method: String,
    /// Without any secret.
    pub url: String,
    /// `None`: no answer came.
    pub status: Option<u16>,
    /// What was sent.
    pub request_headers: Headers,
    /// What was sent.
    pub request: Vec<u8>,
    /// What came.
    pub response_headers: Headers,
    /// What came.
    pub response: Vec<u8>,
}

/// Bytes that are kept of a body.
pub const BODY_LIMIT: usize = 256 * 1024;

/// Pieces that are kept of a stream.
pub const MOST_PIECES: usize = 4_096;

/// Calls to providers that are kept of a request.
pub const MOST_EXCHANGES: usize = 16;

impl Bodies {
    /// Cuts off what is not kept, but for the byte that tells so.
    pub(crate) fn trim(&mut self) {
        self.pieces.truncate(MOST_PIECES);
        self.exchanges.truncate(MOST_EXCHANGES);
        let exchanged = self.exchanges.iter_mut().flat_map(|exchange| [&mut exchange.request, &mut exchange.response]);
        for body in exchanged.chain([&mut self.request, &mut self.response]) {
            body.truncate(BODY_LIMIT + 1);
        }
    }

    /// Bytes of memory, but for the small things.
    pub(crate) fn size(&self) -> usize {
        let exchanged = self.exchanges.iter().map(|exchange| exchange.request.len() + exchange.response.len());
        let pieces = self.pieces.len() * size_of::<Piece>();
        self.request.len() + self.response.len() + pieces + exchanged.sum::<usize>()
    }
}
