//! The page in the window, as the shell sees it: whether it has drawn itself, and what it has to ask its user.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tauri::ipc::Channel;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::warn;

/// What only the page can ask, since it is where the user looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub(crate) enum Question {
    /// What closing the window means. `tray`: there is an icon by which to open it again.
    Close { tray: bool },
    /// Whether to wait for requests under way.
    Quit { in_flight: usize },
}

/// The page that is open, if one is.
#[derive(Default)]
pub(crate) struct Page(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    painted: watch::Sender<bool>,
    listens: watch::Sender<bool>,
    asks: Option<Channel<Question>>,
    open_question: Option<Question>,
}

impl Page {
    /// A new page is being loaded. Gives back what tells when it has drawn itself.
    pub(crate) fn renew(&self) -> watch::Receiver<bool> {
        self.gone();
        let mut inner = self.inner();
        inner.painted = watch::Sender::new(false);
        inner.painted.subscribe()
    }

    /// The window is gone.
    pub(crate) fn gone(&self) {
        let mut inner = self.inner();
        inner.asks = None;
        inner.listens.send_replace(false);
    }

    /// It has drawn itself.
    pub(crate) fn painted(&self) {
        self.inner().painted.send_replace(true);
    }

    /// It takes questions from now on, beginning with one that is still open.
    pub(crate) fn takes(&self, asks: Channel<Question>) {
        let mut inner = self.inner();
        if let Some(question) = inner.open_question {
            send(&asks, question);
        }
        inner.asks = Some(asks);
        inner.listens.send_replace(true);
    }

    /// Does it take questions?
    pub(crate) fn listens(&self) -> bool {
        self.inner().asks.is_some()
    }

    /// Does it take questions soon?
    pub(crate) async fn listens_within(&self, patience: Duration) -> bool {
        let mut listens = self.inner().listens.subscribe();
        timeout(patience, listens.wait_for(|listens| *listens)).await.is_ok()
    }

    /// Asks now, or as soon as there is a page.
    pub(crate) fn ask(&self, question: Question) {
        let mut inner = self.inner();
        inner.open_question = Some(question);
        if let Some(asks) = &inner.asks {
            send(asks, question);
        }
    }

    /// The user has answered, in whichever way.
    pub(crate) fn answered(&self) {
        self.inner().open_question = None;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn send(asks: &Channel<Question>, question: Question) {
    if let Err(error) = asks.send(question) {
        warn!("asking the page: {error}");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tauri::ipc::InvokeResponseBody;

    use super::*;

    fn page_that_notes() -> (Channel<Question>, Arc<Mutex<Vec<String>>>) {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        let channel = Channel::new(move |body| {
            if let InvokeResponseBody::Json(text) = body {
                notes.lock().unwrap().push(text);
            }
            Ok(())
        });
        (channel, asked)
    }

    #[test]
    fn a_question_waits_for_a_page_and_is_asked_again_until_it_is_answered() {
        let page = Page::default();
        page.ask(Question::Quit { in_flight: 2 });
        for reload in 0..2 {
            let (channel, asked) = page_that_notes();
            page.renew();
            page.takes(channel);
            assert_eq!(*asked.lock().unwrap(), [r#"{"ask":"quit","in_flight":2}"#], "page {reload}");
        }
        page.answered();
        let (channel, asked) = page_that_notes();
        page.takes(channel);
        assert!(asked.lock().unwrap().is_empty(), "an answered question is not asked again");
    }

    #[test]
    fn a_page_that_was_drawn_says_nothing_about_the_next_one() {
        let page = Page::default();
        page.renew();
        page.painted();
        assert!(!*page.renew().borrow());
    }
}
