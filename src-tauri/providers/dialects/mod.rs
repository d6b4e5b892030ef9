//! The wire formats that vendors speak.

pub(crate) mod anthropic;
pub(crate) mod openai;
