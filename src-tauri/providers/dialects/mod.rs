//! The wire formats that vendors speak.

pub(crate) mod openai;
