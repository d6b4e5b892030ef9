//! When a provider wants to be asked again.

use std::time::Duration;

/// `retry-after-ms`, or `retry-after` in seconds or as a date.
pub(super) fn retry_after(headers: &http::HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let seconds = |text: &str| text.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    if let Some(wait) = text("retry-after-ms").and_then(seconds) {
        return Some(wait / 1_000);
    }
    let text = text("retry-after")?;
    seconds(text).or_else(|| {
        let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp().as_millisecond();
        u64::try_from(at - crate::clock::now()).ok().map(Duration::from_millis)
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_provider_may_say_in_three_ways_when_to_come_back() {
        let header = |name: &'static str, value: &str| {
            let mut headers = http::HeaderMap::new();
            headers.insert(name, HeaderValue::from_str(value).unwrap());
            retry_after(&headers)
        };
        assert_eq!(header("retry-after-ms", "250"), Some(Duration::from_millis(250)));
        assert_eq!(header("retry-after", "2.5"), Some(Duration::from_millis(2_500)));
        assert!(header("retry-after", "Wed, 21 Oct 2195 07:28:00 GMT").is_some_and(|wait| wait > Duration::from_secs(3_600)));
        assert_eq!(header("retry-after", "soon"), None);
        assert_eq!(header("retry-after", "-1"), None);
    }
}
