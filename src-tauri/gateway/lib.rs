//! The gateway: one `/v1` in front of every provider. [`Gateway::start`] serves until [`Running::stop`]; the
//! desktop app and `turnpike-server` are two shells around it.

mod api;
mod clock;
mod controls;
mod discovery;
mod events;
mod fetch;
mod files;
mod handouts;
mod jobs;
mod ledger;
mod listening;
mod logging;
mod occupant;
mod pause;
mod prices;
mod relay;
mod running;
mod serve;
mod settings;
mod start;
mod tending;
mod workspace;

pub use crate::{
    fetch::Web,
    logging::{LogFormat, logging},
    occupant::occupant,
    running::{Notice, Notices, Running},
    settings::{
        Bounds, KeychainTrouble, Listen, MasterKeySource, Patience, PriceList, Settings, Surroundings, USUAL_ADDRESS, data_dir,
    },
    start::{Gateway, StartError, admin_token},
    workspace::{
        apply::{ApplyError, NewKey},
        config::ConfigError,
    },
};

pub use turnpike_store::write_private;

/// Takes over a `turnpike.toml` without serving. Gives back the keys that it made, whose secrets are shown once.
///
/// # Errors
/// When the file is wrong, the data directory is in use, or the store fails; then nothing was written.
pub fn apply(data_dir: &std::path::Path, file: &std::path::Path) -> Result<Vec<NewKey>, StartError> {
    start::offline(data_dir, |store, credentials| Ok(workspace::apply::apply(file, store, credentials)?))
}

/// The workspace as a `turnpike.toml`, secrets left out.
///
/// # Errors
/// When the data directory can not be read.
pub fn export(data_dir: &std::path::Path) -> Result<String, StartError> {
    start::reading(data_dir, |store| Ok(workspace::export::export(store)?))
}

/// The OpenAPI document of the admin API.
pub fn admin_document() -> String {
    api::admin::document()
}

/// Runs what blocks off the async threads.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
