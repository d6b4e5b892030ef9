//! The public surface as its clients see it: over real sockets, against an upstream that follows a script, with
//! every answer held against OpenAI's own schemas.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test and what it stands on end by panicking; clippy only sees this in functions marked as tests"
)]

#[path = "../support/mod.rs"]
mod support;

mod admin;
mod admin_files;
mod anthropic;
mod audio;
mod backup;
mod broken_streams;
mod capture;
mod chat;
mod cohere;
mod config;
mod control;
mod conversation;
mod credits;
mod discovery;
mod embeddings;
mod errors;
mod exchanges;
mod fallback;
mod fetch;
mod figures;
mod file_ids;
mod file_storage;
mod files;
mod gemini;
mod health;
mod hostile;
mod images;
mod job_vendors;
mod jobs;
mod keys;
mod limits;
mod log;
mod models;
mod prices;
mod providers;
mod requests;
mod restart;
mod route;
mod sandbox;
mod simulate;
mod stop;
mod stream;
mod upstream_errors;
mod warnings;
