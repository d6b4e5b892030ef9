//! OpenAI's own format, and that of all who copy it, more or less.

mod body;
mod embeddings;
mod encode;
mod formats;
mod images;
mod messages;
mod music;
pub(crate) mod reply;
mod speech;
mod tools;
mod transcription;
mod videos;

use bytes::Bytes;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::{
    chat_chunk::ChatChunk, chat_request::ChatRequest, embeddings_request::EmbeddingsRequest, object::Raw,
};

use crate::{
    dialect::{ChatDialect, EmbeddingsDialect, Reply, UpstreamCall},
    failure,
    stream::{ChatStream, Decode, Decoded},
    vendor::Vendor,
};

pub(crate) use music::MusicJobs;

/// The dialect; how its speakers differ is in their [`Vendor`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenAi;

impl ChatDialect for OpenAi {
    fn encode(&self, vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        encode::chat(vendor, request, upstream)
    }

    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str) -> Result<Reply, Failure> {
        reply::decode(vendor, &body, served_as)
    }

    fn stream(&self, vendor: &'static Vendor, served_as: &str, include_usage: bool) -> ChatStream {
        ChatStream::new(vendor, served_as, include_usage, Chunks)
    }
}

impl EmbeddingsDialect for OpenAi {
    fn encode(&self, vendor: &Vendor, request: &EmbeddingsRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        Ok(encode::embeddings(vendor, request, upstream))
    }

    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str, base64: bool) -> Result<Reply, Failure> {
        embeddings::decode(vendor, &body, served_as, base64)
    }
}

/// The events of a stream: each is understood by itself.
#[derive(Clone, Copy, Debug)]
struct Chunks;

impl Decode for Chunks {
    fn event<'a>(&mut self, name: &str, text: &'a str) -> Result<Decoded<'a>, serde_json::Error> {
        match text.trim() {
            "" => return Ok(Decoded::Nothing),
            "[DONE]" => return Ok(Decoded::Done),
            _ => {}
        }
        let chunk = ChatChunk::parse(text)?;
        let failed = chunk.is_error() || name == "error" && chunk.choices.given().is_none();
        Ok(if failed { Decoded::Failed(failure::in_band(text)) } else { Decoded::Chunk(chunk) })
    }

    fn fork(&self) -> Box<dyn Decode> {
        Box::new(*self)
    }
}

#[cfg(test)]
mod tests;
