//! `/v1/images/*`: images that are drawn from words or made of other images, and where those are that have no address.

pub(crate) mod brought;
pub(crate) mod create;
pub(crate) mod handout;
mod rendered;
