//! The tables, one file each: its schema, its rows, its reads and writes. Nothing here opens a transaction.
//! A change to a table is a new step with the next version at the end of its `STEPS`; old steps are frozen.

pub(crate) mod attempts;
pub(crate) mod bodies;
pub(crate) mod columns;
pub(crate) mod conditions;
pub(crate) mod exchanges;
pub(crate) mod figures;
pub(crate) mod file_uses;
pub(crate) mod files;
pub(crate) mod job_events;
pub(crate) mod jobs;
pub(crate) mod key_secrets;
pub(crate) mod keys;
pub(crate) mod ledger;
pub(crate) mod marks;
pub(crate) mod models;
pub(crate) mod providers;
pub(crate) mod requests;
pub(crate) mod setting_changes;
pub(crate) mod settings;
pub(crate) mod spending;

use crate::migrations::Step;

/// What `turnpike.db` holds.
pub(crate) const MAIN: &[&[Step]] = &[
    keys::STEPS,
    key_secrets::STEPS,
    providers::STEPS,
    models::STEPS,
    settings::STEPS,
    setting_changes::STEPS,
    requests::STEPS,
    attempts::STEPS,
    marks::STEPS,
    files::STEPS,
    file_uses::STEPS,
    jobs::STEPS,
    job_events::STEPS,
    ledger::STEPS,
    spending::STEPS,
];

/// What `bodies.db` holds.
pub(crate) const BODIES: &[&[Step]] = &[bodies::STEPS, exchanges::STEPS];
