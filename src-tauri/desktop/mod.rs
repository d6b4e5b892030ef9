//! The shell: the only room that knows `tauri`. Owns the order of start and end, the window, and what only the operating
//! system can give (one instance, the keychain). Knows nothing of requests: the gateway serves with or without a window.

mod commands;
mod keychain;
mod serving;
pub(crate) mod webview;
mod window;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use tauri::plugin::TauriPlugin;
use tauri::{App, Manager, Wry};
use tauri_plugin_window_state::StateFlags;
use turnpike_gateway::LogFormat;

use self::serving::Serving;

/// Serves and shows the window until the user closes it or the system asks the process to end.
pub(crate) fn run() -> anyhow::Result<()> {
    turnpike_gateway::logging(LogFormat::Text);
    anyhow::ensure!(webview::has_display(), "there is no display to show a window on; turnpike-server serves without one");
    let data_dir = turnpike_gateway::data_dir().context("this system names no data directory; set TURNPIKE_DATA_DIR")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_name("turnpike").build()?;
    tauri::async_runtime::set(runtime.handle().clone());

    let app = tauri::Builder::default()
        .plugin(one_instance(&data_dir))
        .plugin(window_state(&data_dir))
        .invoke_handler(tauri::generate_handler![commands::connection, commands::painted])
        .build(tauri::generate_context!())
        .context("starting the desktop shell")?;

    // A second instance has woken the first and left by now, so the port and the data directory are ours to take.
    let serving = Arc::new(Serving::new(&data_dir));
    // A gateway that does not start is the window's to tell: an app that only vanishes cannot be helped.
    let _told_by_the_window = runtime.block_on(serving.endpoint());
    app.manage(Arc::clone(&serving));
    quit_when_asked(&runtime, &app);
    window::open(&app, &data_dir).context("opening the window")?;
    app.run_return(|_, _| {});
    runtime.block_on(serving.stop())
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
        // The window is shown when it has something to show, not when it was visible the last time.
        .with_state_flags(StateFlags::all() - StateFlags::VISIBLE)
        .with_filename(data_dir.join("window-state.json").to_string_lossy())
        .build()
}

fn quit_when_asked(runtime: &tokio::runtime::Runtime, app: &App) {
    let app = app.handle().clone();
    runtime.spawn(async move {
        asked_to_end().await;
        app.exit(0);
    });
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
