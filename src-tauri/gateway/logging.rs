//! Logs: to stderr, as text for people or as JSON for machines; and the latest lines in memory, for a report. Never
//! bodies, never secrets.

use std::{
    collections::VecDeque,
    io::{self, IsTerminal, Write},
    sync::{Mutex, PoisonError},
};

use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts logging. `TURNPIKE_LOG` says what is logged, in tracing's words; warnings and our own news unless told.
pub fn logging(format: LogFormat) {
    let filter = EnvFilter::try_from_env("TURNPIKE_LOG").unwrap_or_else(|_| EnvFilter::new("warn,turnpike=info"));
    let lines = fmt::layer().with_writer(io::stderr).with_target(false);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let latest = fmt::layer().with_writer(|| Latest).with_target(false).with_ansi(false);
    // A second start in one process keeps the first one's log.
    let _ = tracing_subscriber::registry().with(filter).with(lines).with(latest).try_init();
}

/// Lines that are kept in memory.
const MOST: usize = 200;
/// Bytes of a line that are kept.
const LONGEST: usize = 1_000;

static LATEST: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());

/// The latest lines, oldest first.
pub(crate) fn latest() -> Vec<String> {
    LATEST.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

/// Keeps what is written, a line at a time.
struct Latest;

impl Write for Latest {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let kept = String::from_utf8_lossy(line.get(..LONGEST).unwrap_or(line)).trim_end().to_owned();
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.len() >= MOST {
            latest.pop_front();
        }
        latest.push_back(kept);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_lines_are_kept_and_only_their_beginnings() {
        for number in 0..300 {
            assert_eq!(Latest.write(format!("line {number}\n").as_bytes()).unwrap(), format!("line {number}\n").len());
        }
        assert_eq!((latest().len(), latest()[0].as_str(), latest()[199].as_str()), (200, "line 100", "line 299"));
        Latest.write_all("é".repeat(2_000).as_bytes()).unwrap();
        assert!(latest()[199].len() <= LONGEST + 3);
    }
}
