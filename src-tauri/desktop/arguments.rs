//! How the app may be started.

use clap::Parser;

/// One local address in front of every AI provider, with exact accounting.
#[derive(Parser)]
#[command(name = "turnpike", version)]
pub(crate) struct Arguments {
    /// Serve without opening the window; starting Turnpike once more opens it
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Show nothing in the tray
    #[arg(long)]
    pub(crate) no_tray: bool,
}
