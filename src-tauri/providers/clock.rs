//! The time, for answers whose provider does not say when it made them, and for a provider that makes them here.

use std::time::Duration;

/// Unix seconds.
pub(crate) fn now() -> u64 {
    since_epoch().as_secs()
}

/// Unix milliseconds.
pub(crate) fn now_ms() -> u64 {
    u64::try_from(since_epoch().as_millis()).unwrap_or(u64::MAX)
}

#[expect(clippy::disallowed_methods, reason = "fills in `created`, and ends what the sandbox has begun")]
fn since_epoch() -> Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}
