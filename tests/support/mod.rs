//! What the black-box tests stand on: a gateway on free ports, an upstream that follows a script, and a client
//! that sees what an app would see. Nothing here knows how the gateway works inside.

pub(crate) mod answer;
pub(crate) mod client;
pub(crate) mod form;
pub(crate) mod gateway;
pub(crate) mod process;
pub(crate) mod raw;
pub(crate) mod reply;
pub(crate) mod said;
pub(crate) mod schema;
pub(crate) mod toml;
pub(crate) mod upstream;

use std::time::Duration;

pub(crate) use answer::Answer;
pub(crate) use client::Client;
pub(crate) use form::Form;
pub(crate) use gateway::Gateway;
pub(crate) use reply::{Gate, Reply};
pub(crate) use upstream::Upstream;

/// No wait in a test is longer than this.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// Asks again and again until `condition` gives a value; fails the test by name at the deadline.
pub(crate) async fn eventually<T>(what: &str, mut condition: impl AsyncFnMut() -> Option<T>) -> T {
    let found = async {
        let mut tick = tokio::time::interval(Duration::from_millis(10));
        loop {
            tick.tick().await;
            if let Some(value) = condition().await {
                return value;
            }
        }
    };
    within(what, found).await
}

/// The future's value, or a failed test that says what was waited for.
pub(crate) async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, future).await.unwrap_or_else(|_| panic!("never happened: {what}"))
}
