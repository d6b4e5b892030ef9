//! The public endpoints, one noun a file.

pub(crate) mod audio;
pub(crate) mod chat;
pub(crate) mod embeddings;
pub(crate) mod files;
pub(crate) mod images;
pub(crate) mod jobs;
pub(crate) mod models;
pub(crate) mod music;
pub(crate) mod requests;
pub(crate) mod videos;
