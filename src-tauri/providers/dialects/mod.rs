//! The wire formats that vendors speak.

pub(crate) mod anthropic;
pub(crate) mod cohere;
pub(crate) mod deepgram;
pub(crate) mod elevenlabs;
pub(crate) mod fal;
pub(crate) mod gemini;
pub(crate) mod luma;
pub(crate) mod minimax;
pub(crate) mod openai;
pub(crate) mod replicate;
pub(crate) mod runway;
pub(crate) mod stability;
pub(crate) mod xai;
