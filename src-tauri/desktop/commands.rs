//! What the page may ask of the shell: only what is the operating system's or this process's. Everything else goes over
//! the admin API, which a browser can reach as well.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};
use tauri::ipc::{Channel, InvokeBody, Request};
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_autostart::ManagerExt;

use super::choices::{OnClose, Remembered, Theme};
use super::page::{Page, Question};
use super::serving::{Endpoint, Serving, Trouble};
use super::{DataDir, Tray, files, quitting, webview, window};

/// Hands the window the admin API's address and token, the only way in which the token leaves the process; or the reason
/// why there is none. `at`: where to serve in this run, when the usual address is taken.
#[tauri::command]
pub(crate) async fn connection(serving: State<'_, Arc<Serving>>, at: Option<SocketAddr>) -> Result<Endpoint, Trouble> {
    serving.endpoint(at).await
}

/// The page says that it has drawn itself, so there is something to show.
#[tauri::command]
pub(crate) fn painted(window: WebviewWindow, page: State<'_, Page>) {
    page.painted();
    window::bring_up(&window);
}

/// The page takes the shell's questions from now on.
#[tauri::command]
pub(crate) fn questions(page: State<'_, Page>, asks: Channel<Question>) {
    page.takes(asks);
}

/// The answer to what closing means, which holds for the next time too; none: the window stays.
#[tauri::command]
pub(crate) fn close(app: AppHandle, page: State<'_, Page>, remembered: State<'_, Remembered>, means: Option<OnClose>) {
    page.answered();
    remembered.change(|choices| choices.on_close = means.or(choices.on_close));
    match means {
        Some(OnClose::Background) => window::close(&app),
        Some(OnClose::Quit) => quitting::ask(&app),
        None => {}
    }
}

/// How to end the app, or not to.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Quit {
    /// Asks when requests are under way.
    Ask,
    /// Lets them end first.
    Wait,
    /// Cuts them off.
    Now,
    /// Goes on.
    Cancel,
}

/// Ends the app.
#[tauri::command]
pub(crate) async fn quit(app: AppHandle, how: Quit) {
    match how {
        Quit::Ask => quitting::ask(&app),
        Quit::Wait => quitting::wait(&app).await,
        Quit::Now => quitting::now(&app).await,
        Quit::Cancel => quitting::cancel(&app).await,
    }
}

/// What the user prefers of this app on this computer.
#[derive(Serialize)]
pub(crate) struct Preferences {
    on_close: Option<OnClose>,
    /// `None`: the system does not say.
    start_at_login: Option<bool>,
    theme: Theme,
}

/// The preferences to change.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Change {
    /// Null: to be asked again.
    #[serde(deserialize_with = "given")]
    on_close: Option<Option<OnClose>>,
    start_at_login: Option<bool>,
    theme: Option<Theme>,
}

/// A field that is there, which may say null.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

/// Changes preferences, and tells all of them.
#[tauri::command]
pub(crate) async fn preferences(
    app: AppHandle,
    window: WebviewWindow,
    remembered: State<'_, Remembered>,
    change: Change,
) -> Result<Preferences, String> {
    if let Some(wanted) = change.start_at_login {
        let starter = app.autolaunch();
        let changed = if wanted { starter.enable() } else { starter.disable() };
        changed.map_err(|error| error.to_string())?;
    }
    if let Some(theme) = change.theme {
        window::dress(&window, theme);
    }
    remembered.change(|choices| {
        choices.on_close = change.on_close.unwrap_or(choices.on_close);
        choices.theme = change.theme.unwrap_or(choices.theme);
    });
    let choices = remembered.get();
    Ok(Preferences { on_close: choices.on_close, start_at_login: app.autolaunch().is_enabled().ok(), theme: choices.theme })
}

/// What the app runs on.
#[derive(Serialize)]
pub(crate) struct System {
    version: &'static str,
    os: &'static str,
    architecture: &'static str,
    webview: Option<String>,
    /// Switches for the graphics driver that are in force.
    switches: Vec<&'static str>,
    /// The last start's page stayed empty, so this one has switches that it had not; said once.
    safer_now: bool,
    tray: bool,
}

/// Tells about the system.
#[tauri::command]
pub(crate) fn about_system(remembered: State<'_, Remembered>, tray: State<'_, Tray>) -> System {
    let choices = remembered.get();
    remembered.change(|choices| choices.safeguard_told = true);
    System {
        version: env!("CARGO_PKG_VERSION"),
        os: std::env::consts::OS,
        architecture: std::env::consts::ARCH,
        webview: tauri::webview_version().ok(),
        switches: webview::in_force(),
        safer_now: choices.safeguard > webview::Safeguard::None && !choices.safeguard_told,
        tray: tray.is_shown(),
    }
}

/// Saves the request's body among the downloads, under the name that its header gives, and says where.
#[tauri::command]
pub(crate) async fn save_file(request: Request<'_>) -> Result<PathBuf, String> {
    save(&request).await
}

/// Saves a film or a sound likewise, opens it in the system's player, and says where it is.
#[tauri::command]
pub(crate) async fn play_file(request: Request<'_>) -> Result<PathBuf, String> {
    if !files::is_media(&name_of(&request)) {
        return Err("only films and sound are opened".to_owned());
    }
    let path = save(&request).await?;
    tauri_plugin_opener::open_path(&path, None::<&str>).map_err(|error| error.to_string())?;
    Ok(path)
}

fn name_of(request: &Request<'_>) -> String {
    request.headers().get("name").and_then(|name| name.to_str().ok()).unwrap_or_default().to_owned()
}

async fn save(request: &Request<'_>) -> Result<PathBuf, String> {
    let name = name_of(request);
    let InvokeBody::Raw(bytes) = request.body() else { return Err("a file is sent as bytes".to_owned()) };
    let folder = files::downloads().ok_or("this system names no folder for downloads")?;
    let bytes = bytes.clone();
    let saved = tauri::async_runtime::spawn_blocking(move || files::save(&folder, &name, &bytes));
    saved.await.map_err(|error| error.to_string())?.map_err(|error| format!("saving the file: {error}"))
}

/// A folder that the user may want to look into.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Folder {
    Data,
    Downloads,
}

/// Opens a folder in the system's file browser.
#[tauri::command]
pub(crate) async fn open_folder(data_dir: State<'_, DataDir>, folder: Folder) -> Result<(), String> {
    let path = match folder {
        Folder::Data => data_dir.0.clone(),
        Folder::Downloads => files::downloads().ok_or("this system names no folder for downloads")?,
    };
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(|error| error.to_string())
}

/// Opens a page on the web in the user's browser.
#[tauri::command]
pub(crate) async fn open_link(url: String) -> Result<(), String> {
    if !files::is_web_page(&url) {
        return Err("only https pages are opened".to_owned());
    }
    tauri_plugin_opener::open_url(url, None::<&str>).map_err(|error| error.to_string())
}
