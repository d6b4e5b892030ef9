//! Cohere's second API: messages of typed parts, plans before calls, named events. What it says is said as OpenAI's chat
//! completion again, and from there on treated like all others.

mod embeddings;
mod encode;
mod events;
mod failure;
mod finish;
mod messages;
mod reply;
mod schema;
mod tools;
mod usage;

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest};

use super::openai::OpenAi;
use crate::{
    dialect::{ChatDialect, EmbeddingsDialect, Reply, UpstreamCall},
    stream::ChatStream,
    vendor::Vendor,
};

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cohere;

impl ChatDialect for Cohere {
    fn encode(&self, vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        let (body, losses) = encode::body(request, upstream)?;
        Ok(UpstreamCall::new(vendor, "/v2/chat", body, request.stream).with_losses(losses))
    }

    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str) -> Result<Reply, Failure> {
        reply::decode(vendor, &body, served_as)
    }

    fn stream(&self, vendor: &'static Vendor, served_as: &str, include_usage: bool) -> ChatStream {
        ChatStream::new(vendor, served_as, include_usage, events::Events::default())
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }

    fn models_path(&self) -> &'static str {
        "/v1/models?page_size=1000"
    }

    /// Those that chat or make vectors.
    fn models(&self, body: &[u8]) -> Option<Vec<String>> {
        let list: Value = serde_json::from_slice(body).ok()?;
        let serves = |model: &&Value| {
            let mut endpoints = model["endpoints"].as_array().into_iter().flatten();
            model["endpoints"].is_null() || endpoints.any(|endpoint| *endpoint == "chat" || *endpoint == "embed")
        };
        list["models"].as_array()?.iter().filter(serves).map(|model| model["name"].as_str().map(str::to_owned)).collect()
    }
}

impl EmbeddingsDialect for Cohere {
    fn encode(&self, vendor: &Vendor, request: &EmbeddingsRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        Ok(UpstreamCall::new(vendor, "/v2/embed", embeddings::body(request, upstream)?, false))
    }

    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str, base64: bool) -> Result<Reply, Failure> {
        let translated = embeddings::translate(&String::from_utf8_lossy(&body))?;
        EmbeddingsDialect::decode(&OpenAi, vendor, translated.into(), served_as, base64)
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

#[cfg(test)]
mod tests;
