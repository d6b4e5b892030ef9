//! The time, for answers whose provider does not say when it made them.

/// Unix seconds.
#[expect(clippy::disallowed_methods, reason = "fills in `created`, which nothing is decided by")]
pub(crate) fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
