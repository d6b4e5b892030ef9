//! What crosses the network: OpenAI's shapes, server-sent events and names of files, over bytes. No IO, no rules of ours.

pub mod disposition;
pub mod openai;
pub mod splice;
pub mod sse;
