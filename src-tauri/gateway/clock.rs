//! The one place that reads the wall clock.

/// 0 to 1, from the clock's last digits: it only has to keep clients and jobs out of step.
pub(crate) fn jitter() -> f64 {
    f64::from(u32::try_from(now().rem_euclid(1_000)).unwrap_or_default()) / 1_000.0
}

/// Unix milliseconds.
pub(crate) fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
