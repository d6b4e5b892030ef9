//! Any server that copies OpenAI's API; its address is in the provider's entry.

use crate::{
    dialects::openai::{MusicJobs, OpenAi},
    vendor::{Auth, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "openai-compatible",
    label: "OpenAI-compatible",
    auth: Auth::OptionalBearer,
    videos: Some(&OpenAi),
    music: Some(&MusicJobs),
    ..Vendor::COMPATIBLE
};
