//! How long a provider asks to wait, where it says so only in its words.

use std::time::Duration;

/// What stands before the time in all wordings seen: "try again in 20s", "resets in ~30s", "retry after 5 seconds".
const BEFORE: [&str; 5] = ["try again in ", "retry in ", "resets in ", "reset in ", "retry after "];

/// The wait that a message asks for.
pub(super) fn asked_for(message: &str) -> Option<Duration> {
    let lower = message.to_ascii_lowercase();
    BEFORE.iter().find_map(|before| {
        let at = lower.find(before)? + before.len();
        duration(lower[at..].trim_start_matches(['~', ' ']))
    })
}

/// The time that a text begins with: `20s`, `2m59.56s`, `340ms`, `1h2m`, `5 seconds`, or a bare number of seconds.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let mut seconds = 0.0;
    let mut rest = text;
    let mut any = false;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let Ok(number) = rest[..digits].trim_end_matches('.').parse::<f64>() else { break };
        rest = rest[digits..].trim_start();
        let word = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        seconds += number
            * match &rest[..word] {
                "ms" | "millisecond" | "milliseconds" => 0.001,
                "m" | "min" | "minute" | "minutes" => 60.0,
                "h" | "hour" | "hours" => 3_600.0,
                _ => 1.0,
            };
        rest = &rest[word..];
        any = true;
    }
    any.then(|| Duration::try_from_secs_f64(seconds).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_found_in_the_words() {
        for (message, millis) in [
            ("Rate limit reached. Please try again in 20s. Visit …", Some(20_000)),
            ("Please try again in 6m0s.", Some(360_000)),
            ("try again in 2m59.56s", Some(179_560)),
            ("Please try again in 340ms.", Some(340)),
            ("Your rate limit resets in ~30s.", Some(30_000)),
            ("Please retry after 5 seconds", Some(5_000)),
            ("please try again in a moment", None),
            ("please try again later", None),
        ] {
            assert_eq!(asked_for(message), millis.map(Duration::from_millis), "{message}");
        }
    }
}
