//! `GET /admin/events`: what happens, as it happens.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::sse::{self, KeepAlive, Sse},
};
use futures_util::{Stream, stream};
use serde_json::json;
use turnpike_store::Marks;

use super::{jobs, views};
use crate::{
    events::{Event, Events, Lagged},
    workspace::Workspace,
};

/// Between two comments on a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(crate) async fn listen(
    State(events): State<Events>,
    State(workspace): State<Workspace>,
) -> Sse<impl Stream<Item = Result<sse::Event, Infallible>>> {
    let stream = stream::unfold((events.listen(), workspace), async |(mut listener, workspace)| {
        let event = match listener.next().await? {
            Ok(event) => render(&event, &workspace),
            Err(Lagged) => named("lagged"),
        };
        Some((Ok(event), (listener, workspace)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

fn render(event: &Event, workspace: &Workspace) -> sse::Event {
    let row = |request, marks: &Marks| json!(views::row(request, marks, &workspace.current()));
    let (name, data) = match event {
        Event::Started(request) => ("request.started", row(request, &Marks::default())),
        Event::Finished(request) => ("request.finished", row(request, &Marks::default())),
        Event::Changed(changed) => ("request.changed", row(&changed.0, &changed.1)),
        Event::Deleted(ids) => ("requests.deleted", json!({"ids": ids})),
        Event::ClientSeen => return named("client.seen"),
        Event::Keys => return named("keys.changed"),
        Event::Models => return named("models.changed"),
        Event::Files => return named("files.changed"),
        Event::Job(job) => ("job.changed", json!(jobs::row(job, &workspace.current()))),
        Event::Jobs => return named("jobs.changed"),
        Event::Settings => return named("settings.changed"),
        Event::Status => return named("status.changed"),
        Event::BudgetReached(key) => ("budget.reached", json!({"key": key})),
    };
    sse::Event::default().event(name).data(data.to_string())
}

fn named(name: &str) -> sse::Event {
    sse::Event::default().event(name).data("{}")
}
