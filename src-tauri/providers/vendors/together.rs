//! Together AI. Some of its models think inside the text.

use crate::{
    takes::{Known, Takes},
    vendor::{Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "together",
    label: "Together AI",
    base_url: Some("https://api.together.xyz/v1"),
    catalogue: Some("together"),
    think_tags: true,
    fetches: Fetches::Everything,
    key_variable: Some("TOGETHER_API_KEY"),
    takes: Takes { fields: Known::AllBut(&["logprobs", "top_logprobs"]), ..Takes::ALL },
    ..Vendor::COMPATIBLE
};
