//! Fireworks AI.

use crate::vendor::{Fetches, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "fireworks",
    label: "Fireworks AI",
    base_url: Some("https://api.fireworks.ai/inference/v1"),
    images: None,
    catalogue: Some("fireworks"),
    key_prefix: Some("fw_"),
    fetches: Fetches::Everything,
    key_variable: Some("FIREWORKS_API_KEY"),
    ..Vendor::COMPATIBLE
};
