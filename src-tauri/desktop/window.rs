//! The main window: made when it is wanted, hidden until its page has drawn itself, kept on its own pages, and destroyed
//! when it is closed, since a webview costs more memory than everything else.

use std::sync::Arc;
use std::time::Duration;

use tauri::webview::{PermissionKind, PermissionResponse};
use tauri::window::Color;
use tauri::{
    AppHandle, CloseRequestApi, Manager, Theme as Native, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use tauri_plugin_window_state::AppHandleExt;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{info, warn};

use super::choices::{OnClose, Remembered, Theme};
use super::page::{Page, Question};
use super::serving::Serving;
use super::webview::{self, Remedy};
use super::{DataDir, Tray, WINDOW_STATE, quitting};

const LABEL: &str = "main";
/// A page that has not drawn itself by then is in trouble.
const PATIENCE: Duration = Duration::from_secs(5);
/// For requests under way, before a restart that would help the page is given up.
const RESTART_PATIENCE: Duration = Duration::from_secs(2);

/// Shows the main window and gives it the focus; makes it first when there is none.
pub(crate) fn show(app: &AppHandle) {
    match app.get_webview_window(LABEL) {
        Some(window) => bring_up(&window),
        None => {
            let app = app.clone();
            // Not from where we are called: on Windows a window can not be made from within an event's handler.
            tauri::async_runtime::spawn(async move { open(&app, 1) });
        }
    }
}

/// Shows a window in front of the others, whatever state it was in.
pub(crate) fn bring_up(window: &WebviewWindow) {
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        warn!("showing the window: {error}");
    }
}

/// Does the user look at the window?
pub(crate) fn has_focus(app: &AppHandle) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Closes the main window. The gateway does not notice.
pub(crate) fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // Destroyed, and not asked to close once more; so its place has to be kept here.
        let kept = app.save_window_state(WINDOW_STATE).map_err(|error| error.to_string());
        if let Err(error) = kept.and_then(|()| window.destroy().map_err(|error| error.to_string())) {
            warn!("closing the window: {error}");
        }
    }
}

/// Gives the window the colours of a theme, before its page does.
pub(crate) fn dress(window: &WebviewWindow, theme: Theme) {
    let dressed = window.set_theme(native(theme)).and_then(|()| {
        let dark = window.theme()? == Native::Dark;
        window.set_background_color(Some(background(theme, dark)))
    });
    if let Err(error) = dressed {
        warn!("colouring the window: {error}");
    }
}

/// `made`: how many webviews this process has made for this window.
fn open(app: &AppHandle, made: u32) {
    let painted = app.state::<Page>().renew();
    match build(app) {
        Ok(window) => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { watch_over(&app, window, painted, made).await });
        }
        // Two ways to open it at once end here for one of them.
        Err(tauri::Error::WebviewLabelAlreadyExists(_) | tauri::Error::WindowLabelAlreadyExists(_)) => show(app),
        Err(error) => warn!("opening the window: {error}"),
    }
}

fn build(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let theme = app.state::<Remembered>().get().theme;
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Turnpike")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .visible(false)
        .theme(native(theme))
        .data_directory(app.state::<DataDir>().0.join("webview"))
        .on_navigation(is_own_page)
        .on_permission_request(|_, kind| match kind {
            // Asked for by a button of the playground, and shown there as long as it listens.
            PermissionKind::Microphone => PermissionResponse::Allow,
            _ => PermissionResponse::Default,
        })
        // Or pictures that are dropped on the playground would go to the shell instead of the page.
        .disable_drag_drop_handler()
        .build()?;
    dress(&window, theme);
    let app = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } => close_requested(&app, api),
        WindowEvent::Destroyed => app.state::<Page>().gone(),
        _ => {}
    });
    Ok(window)
}

async fn watch_over(app: &AppHandle, window: WebviewWindow, mut painted: watch::Receiver<bool>, made: u32) {
    // An error is a page that went away before it was drawn: its window was closed.
    let Err(_late) = timeout(PATIENCE, painted.wait_for(|painted| *painted)).await else { return };
    let remembered = app.state::<Remembered>();
    let serving = app.state::<Arc<Serving>>();
    let safer = webview::safer(remembered.get().safeguard);
    let idle = safer.is_none() || timeout(RESTART_PATIENCE, serving.idle()).await.is_ok();
    let remedy = webview::remedy(safer, made, idle);
    warn!("the page has not drawn itself within {PATIENCE:?}: {remedy:?}");
    match remedy {
        Remedy::Restart(safeguard) => {
            remembered.change(|choices| (choices.safeguard, choices.safeguard_told) = (safeguard, false));
            quitting::restart(app);
        }
        Remedy::Again => {
            close(app);
            open(app, made + 1);
        }
        Remedy::AsItIs => bring_up(&window),
    }
}

fn close_requested(app: &AppHandle, api: &CloseRequestApi) {
    let page = app.state::<Page>();
    match closing(app.state::<Remembered>().get().on_close, app.state::<Arc<Serving>>().serves(), page.listens()) {
        Closing::Closes => {
            info!("the window is closed, the gateway goes on serving");
            if let Err(error) = app.save_window_state(WINDOW_STATE) {
                warn!("keeping the window's place: {error}");
            }
        }
        Closing::Asks => {
            api.prevent_close();
            page.ask(Question::Close { tray: app.state::<Tray>().is_shown() });
        }
        Closing::Quits => {
            api.prevent_close();
            quitting::ask(app);
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Closing {
    Closes,
    Asks,
    Quits,
}

/// What closing means. `asks`: there is a page that could ask. Without one, or with nothing to keep running, it means
/// what it means everywhere.
fn closing(chosen: Option<OnClose>, serves: bool, asks: bool) -> Closing {
    match chosen {
        _ if !serves => Closing::Quits,
        Some(OnClose::Background) => Closing::Closes,
        Some(OnClose::Quit) => Closing::Quits,
        None if asks => Closing::Asks,
        None => Closing::Quits,
    }
}

fn native(theme: Theme) -> Option<Native> {
    match theme {
        Theme::System | Theme::Contrast => None,
        Theme::Light => Some(Native::Light),
        Theme::Dark => Some(Native::Dark),
    }
}

/// As the page's own tokens have it, so that nothing flashes before or beside the page.
fn background(theme: Theme, dark: bool) -> Color {
    match (theme, dark) {
        (_, false) => Color(255, 255, 255, 255),
        (Theme::Contrast, true) => Color(0, 0, 0, 255),
        (_, true) => Color(0x18, 0x1b, 0x21, 255),
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

    #[test]
    fn closing_is_what_the_user_said_or_is_asked_once() {
        let cases = [
            (None, true, true, Closing::Asks),
            (None, true, false, Closing::Quits),
            (Some(OnClose::Background), true, true, Closing::Closes),
            (Some(OnClose::Background), true, false, Closing::Closes),
            (Some(OnClose::Quit), true, true, Closing::Quits),
            (None, false, true, Closing::Quits),
            (Some(OnClose::Background), false, true, Closing::Quits),
        ];
        for (chosen, serves, asks, expected) in cases {
            assert_eq!(closing(chosen, serves, asks), expected, "chosen: {chosen:?}, serves: {serves}, asks: {asks}");
        }
    }

    #[test]
    fn the_window_has_its_pages_colour_before_there_is_a_page() {
        let tokens = include_str!("../../ui/src/styles/tokens.css");
        let hex = |Color(red, green, blue, _)| format!("#{red:02x}{green:02x}{blue:02x}");
        for theme in [Theme::System, Theme::Contrast] {
            let pair = format!("--surface: light-dark({}, {})", hex(background(theme, false)), hex(background(theme, true)));
            assert!(tokens.contains(&pair), "{theme:?}: {pair}");
        }
    }
}
