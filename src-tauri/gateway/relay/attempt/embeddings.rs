//! Vectors for texts.

use turnpike_domain::failure::Failure;
use turnpike_providers::Reply;
use turnpike_wire::openai::embeddings_request::EmbeddingsRequest;

use super::{Ask, Conduct, unable};
use crate::{
    relay::{meter::Meter, upstream::Upstreams},
    workspace::route::Target,
};

/// Vectors, all at once.
pub(crate) struct Embeddings<'a>(pub(crate) &'a EmbeddingsRequest<'a>);

impl Ask for Embeddings<'_> {
    type Answer = Reply;

    async fn ask(&self, upstreams: &Upstreams, target: &Target, conduct: Conduct) -> Result<Reply, Failure> {
        let vendor = target.provider.vendor;
        let dialect = vendor.embeddings.ok_or_else(|| unable(target, "embeddings"))?;
        let call = dialect.encode(vendor, self.0, &target.upstream)?;
        let answer = upstreams.send(&target.provider, call, conduct).await?;
        let explain = |status, retry_after, body: &[u8]| dialect.failure(vendor, status, retry_after, body);
        let body = answer.success(explain).await?.whole(upstreams.most_reply_bytes()).await?;
        dialect.decode(vendor, body, target.model.as_str(), self.0.base64)
    }

    fn note(meter: &mut Meter, reply: &Reply) {
        meter.used(reply.usage, reply.cost, 0, None);
    }
}
