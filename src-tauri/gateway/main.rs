//! `turnpike-server`: the gateway without a window.

use std::{io::Write, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};
use turnpike_gateway::{ApplyError, Gateway, Listen, LogFormat, Settings, StartError};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Threads that wait for the disk. More of them would only wait for the one that writes, each with memory of its own.
const MOST_BLOCKED: usize = 64;

/// One local address in front of every AI provider, with exact accounting.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// A turnpike.toml to apply before serving.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Where everything is kept; the platform's data directory for the app unless told.
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    /// Where /v1 listens; else where the settings say, which is 127.0.0.1:4180 at first. Port 0 means any free one.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Where /admin listens.
    #[arg(long, default_value = "127.0.0.1:0")]
    admin_listen: SocketAddr,
    /// The folder of the built window, to serve to a browser.
    #[arg(long)]
    ui: Option<PathBuf>,
    /// How log lines on stderr look.
    #[arg(long, value_enum, default_value = "text")]
    log_format: Format,
}

#[derive(Subcommand)]
enum Command {
    /// Write a file's providers, models and keys into the data directory.
    Apply {
        /// The turnpike.toml.
        file: PathBuf,
    },
    /// Print the data directory's providers, models and keys as TOML, secrets left out.
    Export,
    /// Print the OpenAPI document of the admin API.
    #[command(hide = true)]
    Openapi,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Exit codes: 1 for what fails while running, 2 for bad usage or a bad file.
const FAILED: u8 = 1;
const BAD_CONFIG: u8 = 2;

fn main() -> ExitCode {
    // Two crypto providers may be compiled in; without a choice, the first connection would panic.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let arguments = Arguments::parse();
    turnpike_gateway::logging(match arguments.log_format {
        Format::Text => LogFormat::Text,
        Format::Json => LogFormat::Json,
    });
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let bad_config = matches!(error.downcast_ref(), Some(StartError::Apply(ApplyError::Config(_))));
            let _ = writeln!(std::io::stderr(), "turnpike-server: {error:#}");
            ExitCode::from(if bad_config { BAD_CONFIG } else { FAILED })
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let data_dir = arguments.data_dir.clone().or_else(turnpike_gateway::data_dir);
    let data_dir = data_dir.ok_or_else(|| anyhow::anyhow!("this system has no data directory: give one with --data-dir"))?;
    let mut out = std::io::stdout().lock();
    match &arguments.command {
        Some(Command::Apply { file }) => {
            for made in turnpike_gateway::apply(&data_dir, file)? {
                writeln!(out, "key '{}': {}", made.name, made.secret.expose())?;
            }
            Ok(())
        }
        Some(Command::Export) => Ok(out.write_all(turnpike_gateway::export(&data_dir)?.as_bytes())?),
        Some(Command::Openapi) => Ok(writeln!(out, "{}", turnpike_gateway::admin_document())?),
        None => {
            drop(out);
            let mut runtime = tokio::runtime::Builder::new_multi_thread();
            let runtime = runtime.enable_all().max_blocking_threads(MOST_BLOCKED).build()?;
            runtime.block_on(serve(arguments, data_dir))
        }
    }
}

async fn serve(arguments: Arguments, data_dir: PathBuf) -> anyhow::Result<()> {
    let token = std::env::var("TURNPIKE_ADMIN_TOKEN").ok().filter(|token| !token.is_empty());
    let token_file = data_dir.join("admin-token");
    let named = token.is_some();
    let running = Gateway::start(Settings {
        listen: arguments.listen.map_or(Listen::Stored, Listen::Fixed),
        admin_listen: arguments.admin_listen,
        config: arguments.config,
        ui: arguments.ui,
        admin_token: token,
        ..Settings::new(data_dir)
    })
    .await?;
    if !named {
        turnpike_gateway::write_private(&token_file, &running.admin_token)?;
    }
    let ready = serde_json::json!({
        "event": "ready",
        "api": running.base_url(),
        "admin": format!("http://{}/admin", running.admin),
        "version": env!("CARGO_PKG_VERSION"),
    });
    writeln!(std::io::stdout(), "{ready}")?;
    stop_signal().await?;
    tokio::spawn(async {
        if stop_signal().await.is_ok() {
            std::process::exit(i32::from(FAILED));
        }
    });
    running.stop().await;
    Ok(())
}

/// Ctrl-C, and where there is one, SIGTERM.
async fn stop_signal() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
