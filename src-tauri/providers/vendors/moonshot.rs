//! Moonshot AI.

use crate::vendor::Vendor;

pub(crate) static VENDOR: Vendor = Vendor {
    id: "moonshot",
    label: "Moonshot AI",
    base_url: Some("https://api.moonshot.ai/v1"),
    catalogue: Some("moonshotai"),
    embeddings: None,
    key_prefix: Some("sk-"),
    key_variable: Some("MOONSHOT_API_KEY"),
    ..Vendor::COMPATIBLE
};
