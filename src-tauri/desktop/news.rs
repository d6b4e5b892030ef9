//! What happens in the gateway, told where there may be no window: the tray's line, and notifications.

use std::sync::Arc;
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tokio::time::{Instant, timeout_at};
use tracing::warn;
use turnpike_gateway::{Notice, Notices};

use super::serving::Serving;
use super::tray::Tray;
use super::window;

/// However many requests come and go, the tray's line changes no more often than a person could read it.
const PACE: Duration = Duration::from_millis(250);

/// Follows the gateway from its start to its end.
pub(crate) async fn follow(app: AppHandle) {
    let serving = Arc::clone(&app.state::<Arc<Serving>>());
    let tray = app.state::<Tray>();
    let mut notices = serving.notices().await;
    loop {
        let key = serving.default_key().await.is_some();
        tray.tell(serving.standing().await.as_ref(), key);
        let Some(first) = notices.next().await else { return };
        tell(&app, first);
        if !collect(&app, &mut notices).await {
            return;
        }
    }
}

/// Takes what happens until the next line is due. False: nothing more will.
async fn collect(app: &AppHandle, notices: &mut Notices) -> bool {
    let due = Instant::now() + PACE;
    loop {
        match timeout_at(due, notices.next()).await {
            Ok(Some(notice)) => tell(app, notice),
            Ok(None) => return false,
            Err(_due) => return true,
        }
    }
}

fn tell(app: &AppHandle, notice: Notice) {
    // Who looks at the window sees it there.
    let Some(text) = sentence(&notice).filter(|_| !window::has_focus(app)) else { return };
    if let Err(error) = app.notification().builder().title("Turnpike").body(text).show() {
        warn!("showing a notification: {error}");
    }
}

fn sentence(notice: &Notice) -> Option<String> {
    match notice {
        Notice::BudgetReached { key } => Some(format!(
            "The budget of the key {key} is used up. Its requests are refused until the budget is raised or renewed."
        )),
        Notice::BudgetNear { key } => Some(format!("The key {key} has spent four fifths of its budget.")),
        Notice::JobEnded { kind, prompt, error } => Some(match error {
            None => format!("The {kind} is ready: {}", beginning(prompt)),
            Some(error) => format!("There is no {kind} \u{201c}{}\u{201d}: {error}", beginning(prompt)),
        }),
        Notice::Started | Notice::Finished { .. } | Notice::JobMoved | Notice::Changed => None,
    }
}

/// As much of a prompt as a notification has room for.
fn beginning(prompt: &str) -> String {
    const MOST: usize = 60;
    let line = prompt.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST { line.to_owned() } else { line.chars().take(MOST).chain(['\u{2026}']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_its_owner_is_a_notification() {
        for notice in [Notice::BudgetNear { key: "ci".to_owned() }, Notice::BudgetReached { key: "ci".to_owned() }] {
            assert!(sentence(&notice).is_some_and(|text| text.contains("key ci")), "{notice:?}: it says whose");
        }
        let job = |error: Option<&str>| Notice::JobEnded {
            kind: "video",
            prompt: format!("A boat\n{}", "x".repeat(99)),
            error: error.map(str::to_owned),
        };
        for (error, text) in [
            (None, "The video is ready: A boat"),
            (Some("It was refused."), "There is no video \u{201c}A boat\u{201d}: It was refused."),
        ] {
            assert_eq!(sentence(&job(error)).as_deref(), Some(text));
        }
        assert_eq!(beginning(&"x".repeat(99)).chars().count(), 61);
        for notice in [Notice::Started, Notice::Finished { failed: true }, Notice::JobMoved, Notice::Changed] {
            assert_eq!(sentence(&notice), None, "{notice:?}");
        }
    }
}
