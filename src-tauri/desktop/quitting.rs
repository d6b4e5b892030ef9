//! Ending the app. Requests under way are the user's to decide about, in the page; the system's own request to end is not
//! asked about, and lets them end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tauri::async_runtime::{JoinHandle, spawn};
use tauri::{AppHandle, Manager};
use tracing::info;

use super::page::{Page, Question};
use super::serving::Serving;
use super::window;

/// For a page to take the question. One that does not is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The wait for requests to end, while there is one, and what the process does at its end.
#[derive(Default)]
pub(crate) struct Quitting {
    wait: Mutex<Option<Wait>>,
    restarts: AtomicBool,
}

struct Wait {
    task: JoinHandle<()>,
    was_paused: bool,
}

/// Ends the app; with requests under way only after the user was asked.
pub(crate) fn ask(app: &AppHandle) {
    let app = app.clone();
    spawn(async move {
        let in_flight = app.state::<Arc<Serving>>().standing().await.map_or(0, |standing| standing.in_flight);
        if in_flight == 0 {
            return app.exit(0);
        }
        let page = app.state::<Page>();
        page.ask(Question::Quit { in_flight });
        window::show(&app);
        if !page.listens_within(PATIENCE).await {
            wait(&app).await;
        }
    });
}

/// Ends the app as soon as no request is under way. New ones are turned away meanwhile.
pub(crate) async fn wait(app: &AppHandle) {
    let serving = Arc::clone(&app.state::<Arc<Serving>>());
    let was_paused = serving.standing().await.is_some_and(|standing| standing.paused);
    serving.pause(true).await;
    info!("quitting when the last request has ended");
    let waiting = app.clone();
    let task = spawn(async move {
        serving.idle().await;
        waiting.exit(0);
    });
    let before = app.state::<Quitting>().wait.lock().unwrap_or_else(PoisonError::into_inner).replace(Wait { task, was_paused });
    if let Some(before) = before {
        before.task.abort();
    }
}

/// Ends the app now: what is under way is cut off, and settled.
pub(crate) async fn now(app: &AppHandle) {
    app.state::<Arc<Serving>>().cut().await;
    app.exit(0);
}

/// Goes on as if nobody had asked.
pub(crate) async fn cancel(app: &AppHandle) {
    app.state::<Page>().answered();
    let wait = app.state::<Quitting>().wait.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(Wait { task, was_paused }) = wait {
        task.abort();
        app.state::<Arc<Serving>>().pause(was_paused).await;
    }
}

/// Ends this process in good order, then starts it anew.
pub(crate) fn restart(app: &AppHandle) {
    app.state::<Quitting>().restarts.store(true, Ordering::Release);
    app.exit(0);
}

/// Is the end of this process the start of the next?
pub(crate) fn restarts(app: &AppHandle) -> bool {
    app.state::<Quitting>().restarts.load(Ordering::Acquire)
}
