//! The main window: made hidden, shown once its page has drawn itself, kept on its own pages.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tauri::{App, AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tokio::sync::Notify;
use tracing::warn;

const LABEL: &str = "main";
/// A page that has not drawn itself by then is shown as it is: an empty window can be reported, none at all cannot.
const PATIENCE: Duration = Duration::from_secs(5);

/// Told once by the page, when it has drawn itself.
pub(crate) type Painted = Arc<Notify>;

/// Opens the main window, hidden until its page calls `painted`.
pub(crate) fn open(app: &App, data_dir: &Path) -> tauri::Result<()> {
    let painted = Painted::default();
    app.manage(Painted::clone(&painted));
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Turnpike")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .visible(false)
        .data_directory(data_dir.join("webview"))
        .on_navigation(is_own_page)
        .build()?;
    tauri::async_runtime::spawn(async move {
        if tokio::time::timeout(PATIENCE, painted.notified()).await.is_err() {
            warn!("the page has not drawn itself within {PATIENCE:?}; showing the window as it is");
            bring_up(&window);
        }
    });
    Ok(())
}

/// Shows the main window of a running app and gives it the focus.
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        bring_up(&window);
    }
}

/// Shows a window in front of the others, whatever state it was in.
pub(crate) fn bring_up(window: &WebviewWindow) {
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        warn!("showing the window: {error}");
    }
}

/// The token of the admin API is in this page, so no other page may ever take its place.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => true,
        "http" => url.host_str() == Some("tauri.localhost"),
        "about" => url.path() == "blank",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_never_leaves_its_own_pages() {
        let cases = [
            ("tauri://localhost/", true),
            ("tauri://localhost/requests?status=error", true),
            ("http://tauri.localhost/keys", true),
            ("about:blank", true),
            ("http://127.0.0.1:4180/v1/models", false),
            ("https://tauri.localhost.example.com/", false),
            ("https://example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,hello", false),
        ];
        for (url, allowed) in cases {
            assert_eq!(is_own_page(&Url::parse(url).unwrap()), allowed, "{url}");
        }
    }
}
