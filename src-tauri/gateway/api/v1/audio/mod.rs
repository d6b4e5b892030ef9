//! `/v1/audio/*`: text that is spoken, and what was said.

pub(crate) mod speech;
pub(crate) mod transcriptions;
