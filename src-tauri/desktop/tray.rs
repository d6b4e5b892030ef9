//! The icon in the tray and its menu: what the gateway does, in one line, and the few things that are wanted without a
//! window. Where there is no tray, there is none, and nothing else changes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, anyhow};
use arboard::Clipboard;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};
use tracing::{info, warn};

use super::serving::{Serving, Standing};
use super::{quitting, window};

const OPEN: &str = "open";
const COPY_URL: &str = "copy-url";
const COPY_KEY: &str = "copy-key";
const PAUSE: &str = "pause";
const QUIT: &str = "quit";

/// The tray's icon, or the place for one.
#[derive(Default)]
pub(crate) struct Tray {
    icon: Option<Icon>,
    /// Kept, since on X11 what was copied is gone with the one who copied it.
    clipboard: Mutex<Option<Clipboard>>,
}

struct Icon {
    tray: TrayIcon,
    status: MenuItem<Wry>,
    copy_url: MenuItem<Wry>,
    copy_key: MenuItem<Wry>,
    pause: MenuItem<Wry>,
}

impl Tray {
    /// An icon, if the desktop has a place for it.
    pub(crate) fn new(app: &AppHandle) -> Self {
        if !has_place() {
            info!("this desktop has no tray; starting Turnpike once more opens its window");
            return Self::default();
        }
        // On Linux the library that draws it is looked for only now, and its crate panics where it is missing.
        let icon = catch_unwind(AssertUnwindSafe(|| Icon::new(app))).unwrap_or_else(|_| Err(anyhow!("its library is missing")));
        let icon = icon.inspect_err(|error| warn!("no icon in the tray: {error:#}")).ok();
        Self { icon, ..Self::default() }
    }

    /// Is there an icon by which to open the window again?
    pub(crate) fn is_shown(&self) -> bool {
        self.icon.is_some()
    }

    /// Tells what serves now. `key`: whether a key could be copied.
    pub(crate) fn tell(&self, standing: Option<&Standing>, key: bool) {
        let Some(icon) = &self.icon else { return };
        let line = status(standing);
        let paused = standing.is_some_and(|standing| standing.paused);
        let told = icon
            .status
            .set_text(&line)
            .and_then(|()| icon.tray.set_tooltip(Some(format!("Turnpike: {line}"))))
            .and_then(|()| icon.copy_url.set_enabled(standing.is_some()))
            .and_then(|()| icon.copy_key.set_enabled(key))
            .and_then(|()| icon.pause.set_enabled(standing.is_some()))
            .and_then(|()| icon.pause.set_text(if paused { "Resume" } else { "Pause" }));
        if let Err(error) = told {
            warn!("telling the tray: {error}");
        }
    }

    fn copy(&self, text: String) -> anyhow::Result<()> {
        let mut clipboard = self.clipboard.lock().unwrap_or_else(PoisonError::into_inner);
        let clipboard = match &mut *clipboard {
            Some(clipboard) => clipboard,
            none => none.insert(Clipboard::new()?),
        };
        Ok(clipboard.set_text(text)?)
    }
}

impl Icon {
    fn new(app: &AppHandle) -> anyhow::Result<Self> {
        let item = |id: &str, text: &str, enabled| MenuItem::with_id(app, id, text, enabled, None::<&str>);
        let status = item("status", &status(None), false)?;
        let copy_url = item(COPY_URL, "Copy base URL", false)?;
        let copy_key = item(COPY_KEY, "Copy default key", false)?;
        let pause = item(PAUSE, "Pause", false)?;
        let (open, quit) = (item(OPEN, "Open Turnpike", true)?, item(QUIT, "Quit", true)?);
        let line = || PredefinedMenuItem::separator(app);
        let menu = Menu::with_items(
            app,
            &[&status, &line()?, &open, &line()?, &copy_url, &copy_key, &line()?, &pause, &line()?, &quit],
        )?;
        let tray = TrayIconBuilder::with_id("turnpike")
            .icon(app.default_window_icon().context("the app has no icon")?.clone())
            .menu(&menu)
            // On Windows a click on the icon opens what it stands for, and the other button the menu.
            .show_menu_on_left_click(!cfg!(windows))
            .on_menu_event(chosen)
            .on_tray_icon_event(clicked)
            .build(app)?;
        Ok(Self { tray, status, copy_url, copy_key, pause })
    }
}

fn clicked(tray: &TrayIcon, event: TrayIconEvent) {
    if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event
        && cfg!(windows)
    {
        window::show(tray.app_handle());
    }
}

fn chosen(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::show(app),
        QUIT => quitting::ask(app),
        asked => {
            let (app, asked) = (app.clone(), asked.to_owned());
            tauri::async_runtime::spawn(async move { act(&app, &asked).await });
        }
    }
}

async fn act(app: &AppHandle, asked: &str) {
    let serving = Arc::clone(&app.state::<Arc<Serving>>());
    let text = match asked {
        COPY_URL => serving.standing().await.map(|standing| standing.base_url),
        COPY_KEY => serving.default_key().await,
        PAUSE => {
            let paused = serving.standing().await.is_some_and(|standing| standing.paused);
            return serving.pause(!paused).await;
        }
        _ => None,
    };
    if let Some(Err(error)) = text.map(|text| app.state::<Tray>().copy(text)) {
        warn!("copying to the clipboard: {error:#}");
    }
}

fn status(standing: Option<&Standing>) -> String {
    let Some(Standing { base_url, paused, in_flight, jobs }) = standing else { return "Not serving".to_owned() };
    let address = base_url.trim_start_matches("http://").trim_end_matches("/v1");
    let does = if *paused { "Paused".to_owned() } else { format!("Serving at {address}") };
    let does = if *in_flight == 0 { does } else { format!("{does}, {in_flight} in flight") };
    match jobs {
        0 => does,
        1 => format!("{does}, 1 job"),
        jobs => format!("{does}, {jobs} jobs"),
    }
}

/// Does anybody on this desktop show tray icons?
#[cfg(target_os = "linux")]
fn has_place() -> bool {
    let owned = || -> zbus::Result<bool> {
        let bus = zbus::blocking::Connection::session()?;
        let names = zbus::blocking::fdo::DBusProxy::new(&bus)?;
        Ok(names.name_has_owner("org.kde.StatusNotifierWatcher".try_into()?)?)
    };
    owned().unwrap_or(false)
}

/// Always, on these.
#[cfg(not(target_os = "linux"))]
fn has_place() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_says_what_the_gateway_does() {
        let standing =
            |paused, in_flight, jobs| Some(Standing { base_url: "http://127.0.0.1:4180/v1".to_owned(), paused, in_flight, jobs });
        let cases = [
            (None, "Not serving"),
            (standing(false, 0, 0), "Serving at 127.0.0.1:4180"),
            (standing(false, 2, 0), "Serving at 127.0.0.1:4180, 2 in flight"),
            (standing(false, 2, 3), "Serving at 127.0.0.1:4180, 2 in flight, 3 jobs"),
            (standing(true, 0, 1), "Paused, 1 job"),
            (standing(true, 1, 0), "Paused, 1 in flight"),
        ];
        for (standing, expected) in cases {
            assert_eq!(status(standing.as_ref()), expected);
        }
    }
}
