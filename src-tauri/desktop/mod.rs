//! The shell: the only room that knows `tauri`. Owns the order of start and end, the window, the tray, and what only the
//! operating system can give (one instance, the keychain, notifications). Knows nothing of requests: the gateway serves
//! with or without a window.

mod arguments;
mod choices;
mod commands;
mod files;
mod keychain;
mod news;
mod page;
mod port;
mod quitting;
mod serving;
mod tray;
mod webview;
mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Parser;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, RunEvent, Wry};
use tauri_plugin_window_state::StateFlags;
use turnpike_gateway::LogFormat;

use self::arguments::Arguments;
use self::choices::Remembered;
use self::page::Page;
use self::quitting::Quitting;
use self::serving::Serving;
use self::tray::Tray;

/// The window is shown when it has something to show, not when it was visible the last time.
const WINDOW_STATE: StateFlags = StateFlags::all().difference(StateFlags::VISIBLE);

/// Where everything is kept.
struct DataDir(PathBuf);

/// Serves, with or without a window, until the user or the system asks the process to end.
pub(crate) fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    turnpike_gateway::logging(LogFormat::Text);
    let data_dir = turnpike_gateway::data_dir().context("this system names no data directory; set TURNPIKE_DATA_DIR")?;
    let remembered = Remembered::read(&data_dir);
    // Before anything is opened: it may replace this process by itself with another environment.
    webview::prepare(remembered.get().safeguard);
    anyhow::ensure!(webview::has_display(), "there is no display to show a window on; turnpike-server serves without one");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_name("turnpike").build()?;
    tauri::async_runtime::set(runtime.handle().clone());

    let app = tauri::Builder::default()
        .plugin(one_instance(&data_dir))
        .plugin(window_state(&data_dir))
        .plugin(tauri_plugin_autostart::Builder::new().app_name("Turnpike").arg("--hidden").build())
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(tauri::generate_handler![
            commands::connection,
            commands::painted,
            commands::questions,
            commands::close,
            commands::quit,
            commands::preferences,
            commands::about_system,
            commands::save_file,
            commands::play_file,
            commands::open_folder,
            commands::open_link,
        ])
        .build(tauri::generate_context!())
        .context("starting the desktop shell")?;

    // A second instance has woken the first and left by now, so the port and the data directory are ours to take.
    let serving = Arc::new(Serving::new(&data_dir));
    app.manage(DataDir(data_dir));
    app.manage(remembered);
    app.manage(Page::default());
    app.manage(Quitting::default());
    app.manage(Arc::clone(&serving));
    let started = runtime.block_on(serving.endpoint(None));
    app.manage(if arguments.no_tray { Tray::default() } else { Tray::new(app.handle()) });
    runtime.spawn(news::follow(app.handle().clone()));
    runtime.spawn(end_when_asked(app.handle().clone()));
    // A gateway that does not start is the window's to tell: an app that only vanishes cannot be helped.
    if !arguments.hidden || started.is_err() {
        window::show(app.handle());
    }
    let ending = Arc::clone(&serving);
    app.run_return(move |app, event| match event {
        // The last window was closed; the gateway goes on.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        // Here and not below, where macOS never arrives.
        RunEvent::Exit => runtime.block_on(async {
            ending.stop().await;
            if quitting::restarts(app) {
                webview::restart(app.state::<Remembered>().get().safeguard);
            }
        }),
        _ => {}
    });
    anyhow::ensure!(serving.serves(), "the gateway did not start");
    Ok(())
}

fn one_instance(data_dir: &Path) -> TauriPlugin<Wry> {
    let plugin = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| window::show(app));
    // Another data directory is another Turnpike: it must not wake the one that serves the usual directory.
    match std::env::var_os("TURNPIKE_DATA_DIR") {
        Some(_) => plugin.dbus_id(format!("dev.turnpike.d{:016x}", fingerprint(data_dir))).build(),
        None => plugin.build(),
    }
}

fn fingerprint(path: &Path) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

fn window_state(data_dir: &Path) -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(WINDOW_STATE)
        .with_filename(data_dir.join("window-state.json").to_string_lossy())
        .build()
}

async fn end_when_asked(app: AppHandle) {
    asked_to_end().await;
    app.exit(0);
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
