//! Google's own format for content that is generated. Answers are translated into OpenAI's shape, and from there on
//! treated like all others.

mod contents;
mod embeddings;
mod encode;
mod failure;
mod family;
mod finish;
mod images;
mod interaction;
mod media;
mod music;
mod partial;
mod refusal;
mod request;
mod response;
mod schema;
mod signatures;
mod speech;
mod tools;
mod translate;
mod usage;
mod videos;

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::failure::Failure;
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest};

use super::openai::{OpenAi, reply};
use crate::{
    dialect::{ChatDialect, EmbeddingsDialect, Reply, UpstreamCall},
    stream::{self, ChatStream, Decode, Decoded},
    vendor::Vendor,
};
pub(crate) use media::fetches;
pub(crate) use music::Music;
use response::Response;
use translate::Translator;
pub(crate) use videos::Videos;

/// The API's version, with which all paths begin.
const VERSION: &str = "/v1beta";

/// The dialect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gemini;

impl ChatDialect for Gemini {
    fn encode(&self, vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        encode::chat(vendor, request, upstream)
    }

    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str) -> Result<Reply, Failure> {
        let text = String::from_utf8_lossy(&body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let response: Response<'_> = match serde_json::from_str(text) {
            Ok(response) => response,
            Err(_) if stream::is_stream(text) => {
                return stream::whole(ChatStream::new(vendor, served_as, false, Events::default()), &body, served_as);
            }
            Err(_) if text.starts_with('[') && serde_json::from_str::<Value>(text).is_ok() => {
                return Err(failure::in_band(text));
            }
            Err(_) => return Err(crate::failure::unreadable(&body)),
        };
        if response.error.is_some() {
            return Err(failure::in_band(text));
        }
        reply::decode(vendor, &Translator::completion(response)?.into(), served_as)
    }

    fn stream(&self, vendor: &'static Vendor, served_as: &str, include_usage: bool) -> ChatStream {
        ChatStream::new(vendor, served_as, include_usage, Events::default())
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }

    fn models_path(&self) -> &'static str {
        "/v1beta/models?pageSize=1000"
    }

    fn models(&self, body: &[u8]) -> Option<Vec<String>> {
        let list: Value = serde_json::from_slice(body).ok()?;
        let name = |model: &Value| model["name"].as_str().map(|name| name.trim_start_matches("models/").to_owned());
        list["models"].as_array()?.iter().map(name).collect()
    }
}

impl EmbeddingsDialect for Gemini {
    fn encode(&self, vendor: &Vendor, request: &EmbeddingsRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure> {
        embeddings::encode(vendor, request, upstream)
    }

    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str, base64: bool) -> Result<Reply, Failure> {
        let translated = embeddings::translate(&String::from_utf8_lossy(&body))?;
        EmbeddingsDialect::decode(&OpenAi, vendor, translated.into(), served_as, base64)
    }

    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}

/// The events of a stream.
#[derive(Clone, Debug, Default)]
struct Events(Translator);

impl Decode for Events {
    fn event<'a>(&mut self, _: &str, text: &'a str) -> Result<Decoded<'a>, serde_json::Error> {
        if text.trim().is_empty() {
            return Ok(Decoded::Nothing);
        }
        let response: Response<'a> = serde_json::from_str(text)?;
        if response.error.is_some() {
            return Ok(Decoded::Failed(failure::in_band(text)));
        }
        Ok(match self.0.chunk(response) {
            Ok(chunk) => Decoded::Translated(chunk),
            Err(failure) => Decoded::Failed(failure),
        })
    }

    fn fork(&self) -> Box<dyn Decode> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests;
