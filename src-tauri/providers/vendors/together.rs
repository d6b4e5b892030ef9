//! Together AI. Some of its models think inside the text.

use crate::{
    image_takes::{Edits, ImageTakes, SizeAs},
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
    image_takes: ImageTakes {
        fields: Known::AllBut(&["background", "input_fidelity", "moderation", "output_compression", "quality", "style"]),
        size: SizeAs::Sides,
        base64: "base64",
        edits: Edits::No,
        ..ImageTakes::ALL
    },
    key_variable: Some("TOGETHER_API_KEY"),
    takes: Takes { fields: Known::AllBut(&["logprobs", "top_logprobs"]), ..Takes::ALL },
    ..Vendor::COMPATIBLE
};
