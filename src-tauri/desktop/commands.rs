//! The commands of the window. Two, and they stay few: everything that is not the operating system's goes over the
//! admin API, which a browser can reach as well.

use std::sync::Arc;

use tauri::{State, WebviewWindow};

use super::serving::{Endpoint, Serving};
use super::window::{self, Painted};

/// Hands the window the admin API's address and token, the only way in which the token leaves the process; or the reason
/// why there is none, in words for the user.
#[tauri::command]
pub(crate) async fn connection(serving: State<'_, Arc<Serving>>) -> Result<Endpoint, String> {
    serving.endpoint().await.map_err(|reason| format!("{reason:#}"))
}

/// The page says that it has drawn itself, so there is something to show.
#[tauri::command]
pub(crate) fn painted(window: WebviewWindow, painted: State<'_, Painted>) {
    painted.notify_one();
    window::bring_up(&window);
}
