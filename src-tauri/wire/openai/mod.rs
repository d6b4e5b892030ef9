//! The OpenAI surface. What we act on is typed and checked; everything else is kept as it was sent.

pub mod attachment;
pub mod chat_chunk;
pub mod chat_request;
pub mod choice;
pub mod embeddings_request;
pub mod error;
pub mod fields;
pub mod file_reference;
pub mod images_request;
mod message;
pub mod music_request;
pub mod object;
pub mod speech_request;
pub mod transcription_request;
pub mod videos_request;
