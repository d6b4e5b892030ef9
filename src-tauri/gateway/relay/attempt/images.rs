//! Images that are drawn or edited. Some providers give them at once, some as a stream of drafts, and some say where to ask
//! for them later.

use std::{collections::VecDeque, time::Duration};

use futures_util::future::try_join_all;
use tokio::time::{Instant, sleep_until, timeout};
use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_providers::{ImageDialect, ImageTask, Images, Step, UpstreamCall};

use super::{Ask, Conduct, Passing, sound::content_type, unable};
use crate::{
    relay::{meter::Meter, upstream::Upstreams},
    workspace::route::Target,
};

/// Images to be made.
pub(crate) struct Draw<'a>(pub(crate) ImageTask<'a>);

/// Images that were made.
pub(crate) enum Drawn {
    /// All of them.
    Whole(Images),
    /// As they are made, in OpenAI's events.
    Streamed(Passing),
}

/// From when a provider has taken a task until it has to be done.
const LONGEST: Duration = Duration::from_secs(180);
/// Looks in a row that may fail: what is being made there is paid for.
const MOST_FAILED_LOOKS: u32 = 3;

impl Ask for Draw<'_> {
    type Answer = Drawn;

    async fn ask(&self, upstreams: &Upstreams, target: &Target, conduct: Conduct) -> Result<Drawn, Failure> {
        let dialect = target.provider.vendor.images.ok_or_else(|| unable(target, "images"))?;
        let (most, count) = (dialect.most_at_once(&target.upstream), self.0.count);
        if count <= most {
            return one(&self.0, upstreams, target, dialect, conduct).await;
        }
        // All or nothing, at the same time. The first is asked first: what is wrong with it is wrong with all of them.
        let tasks: Vec<_> = parts(count, most).map(|count| ImageTask { count, ..self.0 }).collect();
        let conducts = std::iter::once(conduct).chain(std::iter::repeat_with(Conduct::default));
        let asking = tasks.iter().zip(conducts).map(|(task, conduct)| one(task, upstreams, target, dialect, conduct));
        let drawn = try_join_all(asking).await?.into_iter().filter_map(|drawn| match drawn {
            Drawn::Whole(images) => Some(images),
            Drawn::Streamed(_) => None,
        });
        let images = drawn.reduce(Images::and);
        images.map(Drawn::Whole).ok_or_else(|| Failure::new(FailureKind::BadReply, "the provider streams without being asked to"))
    }

    fn note(meter: &mut Meter, drawn: &Drawn) {
        if let Drawn::Whole(images) = drawn {
            meter.drawn(images.size);
            meter.used(Some(images.used()), images.cost, 0, None);
        }
    }
}

/// So many, in parts of at most so many.
fn parts(count: u64, most: u64) -> impl Iterator<Item = u64> {
    let most = most.max(1);
    (0..count.div_ceil(most)).map(move |part| most.min(count - part * most))
}

/// One call, and all that comes of it.
async fn one(
    task: &ImageTask<'_>,
    upstreams: &Upstreams,
    target: &Target,
    dialect: &dyn ImageDialect,
    conduct: Conduct,
) -> Result<Drawn, Failure> {
    let vendor = target.provider.vendor;
    let call = dialect.encode(vendor, task, &target.upstream)?;
    let asked = call.path.clone();
    let answer = upstreams.send(&target.provider, call, conduct).await?;
    let content_type = content_type(&answer.headers);
    let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
    let source = answer.success(explain).await?;
    let reader = dialect.events(vendor).filter(|_| content_type.starts_with("text/event-stream"));
    if let Some(reader) = reader {
        let passing = Passing { source, reader, ready: VecDeque::new(), end: None, content_type };
        return Ok(Drawn::Streamed(passing.until_something().await?));
    }
    let step = dialect.decode(vendor, &asked, source.whole(upstreams.most_reply_bytes()).await?)?;
    let late = |_| Err(Failure::new(FailureKind::Timeout, format!("the provider had no image within {} s", LONGEST.as_secs())));
    let done = timeout(LONGEST, until_done(step, upstreams, target, dialect)).await.unwrap_or_else(late);
    done.map(Drawn::Whole).map_err(abandoned)
}

/// What was lost sight of goes on there: asked again at once, it would begin anew, and be paid for twice.
fn abandoned(failure: Failure) -> Failure {
    let retry_after = if is_passing(failure.kind) { Some(LONGEST) } else { failure.retry_after };
    Failure { retry_after, ..failure }
}

/// Asks again and again, as the provider wants to be asked.
async fn until_done(
    mut step: Step<Images>,
    upstreams: &Upstreams,
    target: &Target,
    dialect: &dyn ImageDialect,
) -> Result<Images, Failure> {
    let mut failed = 0;
    loop {
        let (call, after) = match step {
            Step::Done(images) => return Ok(images),
            Step::Again { call, after } => (call, after),
        };
        sleep_until(Instant::now() + after).await;
        step = match look(upstreams, target, dialect, call.clone()).await {
            Ok(step) => {
                failed = 0;
                step
            }
            Err(failure) if is_passing(failure.kind) && failed < MOST_FAILED_LOOKS => {
                failed += 1;
                Step::Again { call, after: failure.retry_after.unwrap_or(after) }
            }
            Err(failure) => return Err(failure),
        };
    }
}

async fn look(
    upstreams: &Upstreams,
    target: &Target,
    dialect: &dyn ImageDialect,
    call: UpstreamCall,
) -> Result<Step<Images>, Failure> {
    let (vendor, asked) = (target.provider.vendor, call.path.clone());
    let answer = upstreams.send(&target.provider, call, Conduct::default()).await?;
    let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
    dialect.decode(vendor, &asked, answer.success(explain).await?.whole(upstreams.most_reply_bytes()).await?)
}

/// May the next look succeed? The work itself goes on meanwhile.
fn is_passing(kind: FailureKind) -> bool {
    match kind {
        FailureKind::Connect | FailureKind::Timeout | FailureKind::RateLimited | FailureKind::Overloaded => true,
        FailureKind::Server
        | FailureKind::BadReply
        | FailureKind::Truncated
        | FailureKind::Auth
        | FailureKind::Permission
        | FailureKind::Quota
        | FailureKind::ModelNotFound
        | FailureKind::ContextLength
        | FailureKind::Invalid
        | FailureKind::ContentPolicy
        | FailureKind::Cancelled => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_images_are_asked_for_in_parts() {
        for (count, most, expected) in [(3, 1, vec![1, 1, 1]), (10, 4, vec![4, 4, 2]), (4, 4, vec![4]), (2, 0, vec![1, 1])] {
            assert_eq!(parts(count, most).collect::<Vec<_>>(), expected, "{count} by {most}");
        }
    }
}
