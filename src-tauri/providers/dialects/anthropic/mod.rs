//! Anthropic's Messages API, and that of all who copy it. What a client says as OpenAI's chat completion goes out as
//! messages of content blocks, and what comes back is said as a chat completion again.

mod blocks;
mod calls;
mod encode;
mod events;
mod messages;
mod model;
mod parts;
mod reply;
mod schema;
mod thinking;
mod thoughts;
mod tools;
mod usage;

use bytes::Bytes;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::chat_request::ChatRequest;

use crate::{
    dialect::{ChatDialect, Reply, UpstreamCall},
    stream::ChatStream,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anthropic;

/// The tool that models without structured output are made to call: its input is the answer.
const ANSWER_TOOL: &str = "turnpike_answer";

impl ChatDialect for Anthropic {
    fn encode(&self, vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let (body, losses) = encode::body(request, upstream)?;
        Ok(UpstreamCall::new(vendor, "/v1/messages", body, request.stream).with_losses(losses))
    }

    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str) -> Result<Reply, Failure> {
        reply::decode(vendor, &body, served_as)
    }

    fn stream(&self, vendor: &'static Vendor, served_as: &str, include_usage: bool) -> ChatStream {
        ChatStream::new(vendor, served_as, include_usage, events::Events::default())
    }

    fn models_path(&self) -> &'static str {
        "/v1/models?limit=1000"
    }
}

#[cfg(test)]
mod tests;
