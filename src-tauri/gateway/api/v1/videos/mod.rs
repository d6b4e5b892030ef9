//! Films: asked for in our words or in OpenAI's, one job behind both.

pub(crate) mod create;
pub(crate) mod openai;
