//! Images that are drawn or edited. Some providers give them at once, some as a stream of drafts, and some say where to ask
//! for them later.

use std::{collections::VecDeque, time::Duration};

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
        let vendor = target.provider.vendor;
        let dialect = vendor.images.ok_or_else(|| unable(target, "images"))?;
        let call = dialect.encode(vendor, &self.0, &target.upstream)?;
        let answer = upstreams.send(&target.provider, call, conduct).await?;
        let content_type = content_type(&answer.headers);
        let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
        let source = answer.success(explain).await?;
        let reader = dialect.events(vendor).filter(|_| content_type.starts_with("text/event-stream"));
        if let Some(reader) = reader {
            let passing = Passing { source, reader, ready: VecDeque::new(), end: None, content_type };
            return Ok(Drawn::Streamed(passing.until_something().await?));
        }
        let step = dialect.decode(vendor, source.whole(upstreams.most_reply_bytes()).await?)?;
        let late = || Failure::new(FailureKind::Timeout, format!("the provider had no image within {} s", LONGEST.as_secs()));
        let images = timeout(LONGEST, until_done(step, upstreams, target, dialect)).await.map_err(|_| late())??;
        Ok(Drawn::Whole(images))
    }

    fn note(meter: &mut Meter, drawn: &Drawn) {
        if let Drawn::Whole(images) = drawn {
            meter.drawn(images.size);
            meter.used(Some(images.used()), images.cost, 0, None);
        }
    }
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
    let vendor = target.provider.vendor;
    let answer = upstreams.send(&target.provider, call, Conduct::default()).await?;
    let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
    dialect.decode(vendor, answer.success(explain).await?.whole(upstreams.most_reply_bytes()).await?)
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
