//! Turnpike as a desktop app: the gateway in this process, and a window on it.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod desktop;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // rustls panics at its first connection when a dependency compiles in a second provider and none was chosen.
    let _already_chosen = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match desktop::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("turnpike: {error:#}");
            ExitCode::FAILURE
        }
    }
}
