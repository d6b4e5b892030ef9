//! What a wire format has to do to be spoken here.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use turnpike_domain::{credits::Credits, failure::Failure, usage::Usage};
use turnpike_wire::openai::{chat_request::ChatRequest, embeddings_request::EmbeddingsRequest};

use crate::{
    failure,
    form::Form,
    loss::{Losses, Warning},
    stream::ChatStream,
    vendor::Vendor,
};

/// A call that is ready to be sent; the address before `path` and the credential are the relay's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamCall {
    /// Mostly [`Method::Post`].
    pub method: Method,
    /// Behind the base address: `/chat/completions`. Or a whole address that the provider itself named: it gets the
    /// credential only where it has the base address's origin.
    pub path: String,
    /// In lower case.
    pub headers: Vec<(&'static str, String)>,
    /// What to send.
    pub body: Bytes,
    /// A stream was asked for.
    pub stream: bool,
    /// What the client asked for and does not get.
    pub warnings: Vec<Warning>,
}

/// What a call does there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Asks for something to be made.
    #[default]
    Post,
    /// Looks how it stands; without a body.
    Get,
    /// Changes it, as some want it cancelled.
    Put,
    /// Takes it back.
    Delete,
}

impl UpstreamCall {
    /// A call whose body is JSON, with the headers that the vendor likes to see.
    pub(crate) fn new(vendor: &Vendor, path: impl Into<String>, body: impl Into<Bytes>, stream: bool) -> Self {
        let accept = if stream { "text/event-stream" } else { "application/json" };
        let headers =
            [("content-type", "application/json"), ("accept", accept)].into_iter().chain(vendor.headers.iter().copied());
        let headers = headers.map(|(name, value)| (name, value.to_owned())).collect();
        Self { method: Method::Post, path: path.into(), headers, body: body.into(), stream, warnings: Vec::new() }
    }

    /// A call whose body is a form.
    pub(crate) fn form(vendor: &Vendor, path: impl Into<String>, form: Form, stream: bool) -> Self {
        let (content_type, body) = form.close();
        let mut call = Self::new(vendor, path, body, stream);
        call.headers.retain(|(name, _)| *name != "content-type");
        call.headers.push(("content-type", content_type));
        call
    }

    /// A look at how something stands that an earlier call began.
    pub fn look(vendor: &Vendor, path: impl Into<String>) -> Self {
        let headers = [("accept", "application/json")].into_iter().chain(vendor.headers.iter().copied());
        let headers = headers.map(|(name, value)| (name, value.to_owned())).collect();
        Self { method: Method::Get, path: path.into(), headers, body: Bytes::new(), stream: false, warnings: Vec::new() }
    }

    /// A fetch of what an earlier call has made.
    pub fn fetch(vendor: &Vendor, path: impl Into<String>) -> Self {
        let mut call = Self::look(vendor, path);
        call.headers.retain(|(name, _)| *name != "accept");
        call.headers.push(("accept", "*/*".to_owned()));
        call
    }

    /// The same, with what was lost on the way to it.
    pub(crate) fn with_losses(self, losses: Losses) -> Self {
        Self { warnings: losses.told(), ..self }
    }
}

/// A name as one step of a path: nothing in it leads elsewhere.
pub(crate) fn step(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The answer of a vendor inside this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// As over HTTP.
    pub status: u16,
    /// As over HTTP.
    pub content_type: &'static str,
    /// The body, in the pieces that a network would bring it.
    pub chunks: Vec<Bytes>,
}

/// How far an answer has brought us: some providers say that it will be ready later.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<T> {
    /// It is all there.
    Done(T),
    /// To be asked after a pause.
    Again {
        /// What to ask.
        call: UpstreamCall,
        /// The pause.
        after: Duration,
    },
}

/// A whole answer, ready for an OpenAI client.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// OpenAI's shape; `model` is what the client asked for.
    pub body: Bytes,
    /// What the provider counted.
    pub usage: Option<Usage>,
    /// What the provider says that it cost.
    pub cost: Option<Credits>,
    /// Bytes of text, thoughts and arguments in it: what an estimate goes by when nobody counted.
    pub output_bytes: u64,
    /// Why the first answer ended.
    pub finish_reason: Option<String>,
}

/// A wire format for chat.
pub trait ChatDialect: Send + Sync {
    /// The call that asks `upstream`, the vendor's name for a model, what the client asks.
    fn encode(&self, vendor: &Vendor, request: &ChatRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure>;

    /// Reads the body of a success that is no stream. By its content it may be no success at all.
    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str) -> Result<Reply, Failure>;

    /// Reads a stream. `include_usage`: did the client ask for usage?
    fn stream(&self, vendor: &'static Vendor, served_as: &str, include_usage: bool) -> ChatStream;

    /// What an answer that is no success says.
    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }

    /// Where the models are listed, behind the base address.
    fn models_path(&self) -> &'static str {
        "/models"
    }

    /// The names in a list of models; `None`: it is none.
    fn models(&self, body: &[u8]) -> Option<Vec<String>> {
        let list: Value = serde_json::from_slice(body).ok()?;
        list["data"].as_array()?.iter().map(|model| model["id"].as_str().map(str::to_owned)).collect()
    }
}

/// A wire format for vectors.
pub trait EmbeddingsDialect: Send + Sync {
    /// The call that asks `upstream` what the client asks.
    fn encode(&self, vendor: &Vendor, request: &EmbeddingsRequest<'_>, upstream: &str) -> Result<UpstreamCall, Failure>;

    /// Reads the body of a success. `base64`: which of the two forms the client wants.
    fn decode(&self, vendor: &Vendor, body: Bytes, served_as: &str, base64: bool) -> Result<Reply, Failure>;

    /// What an answer that is no success says.
    fn failure(&self, _: &Vendor, status: u16, retry_after: Option<Duration>, body: &[u8]) -> Failure {
        failure::of_answer(status, retry_after, body)
    }
}
