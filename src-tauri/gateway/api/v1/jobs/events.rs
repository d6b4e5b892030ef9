//! `GET /v1/videos/generations/{id}/events`, and the same of music: the job whenever it changes, to its end.

use std::{convert::Infallible, time::Duration};

use axum::{
    Extension,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use turnpike_domain::job::{Job, JobKind};

use super::{Base, Handles, JobView};
use crate::{
    api::{error::ApiError, reply},
    jobs::Changes,
};

/// Between two comments while nothing changes.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What is told next.
enum Next {
    This(Box<Job>),
    Change,
    Nothing,
}

pub(crate) async fn listen(
    State(handles): State<Handles>,
    Extension(kind): Extension<JobKind>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    reply::free(follow(&handles, &parts, kind, &id).await)
}

async fn follow(handles: &Handles, parts: &Parts, kind: JobKind, id: &str) -> Result<Response, ApiError> {
    let caller = handles.looker(parts, kind)?;
    // Heard before it is looked at, so that nothing happens in between.
    let changes = handles.jobs.changes(&id.into());
    let job = handles.own(&caller, parts, kind, id).await?;
    let base = Base::new(parts, &handles.listening);
    let events = stream::unfold((Next::This(Box::new(job)), changes, base), async |(next, mut changes, base)| {
        let job = told(next, &mut changes).await?;
        let data = serde_json::to_string(&JobView::new(&job, &base)).unwrap_or_default();
        let next = if job.state.is_active() { Next::Change } else { Next::Nothing };
        Some((Ok::<_, Infallible>(Event::default().event("job").data(data)), (next, changes, base)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

async fn told(next: Next, changes: &mut Changes) -> Option<Job> {
    match next {
        Next::This(job) => Some(*job),
        Next::Change => changes.next().await,
        Next::Nothing => None,
    }
}
