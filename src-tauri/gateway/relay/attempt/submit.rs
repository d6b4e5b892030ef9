//! Films and music that are asked for. What comes of it, minutes later, is not the attempt's business.

use std::time::Duration;

use turnpike_domain::failure::{Failure, FailureKind};
use turnpike_providers::{JobDialect, Submitted, UpstreamCall, VideoTask};
use turnpike_wire::openai::music_request::MusicRequest;

use super::{Ask, Conduct, sound::content_type, unable};
use crate::{
    relay::{meter::Meter, upstream::Upstreams},
    workspace::route::Target,
};

/// A job to be taken.
pub(crate) struct Submit<'a>(pub(crate) Work<'a>);

/// What is to be made.
#[derive(Clone, Copy)]
pub(crate) enum Work<'a> {
    /// A film.
    Video(VideoTask<'a>),
    /// Music.
    Music(&'a MusicRequest<'a>),
}

/// Longer than a walk pauses before it asks the same target again.
const NOT_AGAIN: Duration = Duration::from_secs(600);

impl Ask for Submit<'_> {
    type Answer = Submitted;

    async fn ask(&self, upstreams: &Upstreams, target: &Target, conduct: Conduct) -> Result<Submitted, Failure> {
        let vendor = target.provider.vendor;
        let (dialect, call) = self.encode(target)?;
        let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
        let answer = upstreams.send(&target.provider, call, conduct).await.map_err(once)?;
        let content_type = content_type(&answer.headers);
        let source = answer.success(explain).await?;
        let body = source.whole(upstreams.most_reply_bytes()).await.map_err(once)?;
        dialect.submitted(vendor, &content_type, body).map_err(once)
    }

    fn note(_: &mut Meter, _: &Submitted) {}
}

impl Submit<'_> {
    fn encode(&self, target: &Target) -> Result<(&'static dyn JobDialect, UpstreamCall), Failure> {
        let vendor = target.provider.vendor;
        match self.0 {
            Work::Video(task) => {
                let dialect = vendor.videos.ok_or_else(|| unable(target, "video"))?;
                let most = dialect.most_at_once(&target.upstream);
                if task.request.count > most {
                    let message = format!("the model '{}' makes at most {most} films at once", target.model);
                    let mut failure = Failure::new(FailureKind::Invalid, message);
                    (failure.code, failure.param) = (Some("unsupported_value".to_owned()), Some("n".to_owned()));
                    return Err(failure);
                }
                Ok((dialect, dialect.submit(vendor, &task, &target.upstream)?))
            }
            Work::Music(request) => {
                let dialect = vendor.music.ok_or_else(|| unable(target, "music"))?;
                Ok((dialect, dialect.submit(vendor, request, &target.upstream)?))
            }
        }
    }
}

/// A provider that was asked and not understood may have begun all the same: asked again, it would be paid twice.
fn once(failure: Failure) -> Failure {
    match failure.kind {
        FailureKind::Timeout | FailureKind::Truncated | FailureKind::BadReply => {
            Failure { retry_after: Some(NOT_AGAIN), ..failure }
        }
        _ => failure,
    }
}
