//! What crosses the network: OpenAI's shapes and server-sent events, over bytes. No IO, no rules of ours.

pub mod openai;
pub mod splice;
pub mod sse;
