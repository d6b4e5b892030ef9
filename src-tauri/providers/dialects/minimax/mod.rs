//! MiniMax's formats for films, of which it has two, and for music. The older ones tell of errors inside a success.

mod music;
mod videos;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::{Failure, FailureKind};

use crate::failure;

pub(crate) use self::{music::Music, videos::Videos};

/// The code in a `base_resp` of what was asked, or made, and may not be.
const REFUSED: [u64; 2] = [1_026, 1_027];

/// Reads a success. By its content it may be none.
fn read(body: &Bytes) -> Result<Value, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|_| failure::unreadable(body))?;
    match complaint(&value) {
        Some(failure) => Err(failure),
        None => Ok(value),
    }
}

/// What its `base_resp` complains about.
fn complaint(value: &Value) -> Option<Failure> {
    let code = value["base_resp"]["status_code"].as_u64().filter(|code| *code > 0)?;
    let failure = failure::in_band(&value.to_string());
    Some(match REFUSED.contains(&code) {
        true => Failure { kind: FailureKind::ContentPolicy, ..failure },
        false => failure,
    })
}
