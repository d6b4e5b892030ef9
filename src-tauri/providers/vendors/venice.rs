//! Venice. It serves open models, some of which think inside the text.

use crate::vendor::Vendor;

pub(crate) static VENDOR: Vendor = Vendor {
    id: "venice",
    label: "Venice",
    base_url: Some("https://api.venice.ai/api/v1"),
    think_tags: true,
    key_variable: Some("VENICE_API_KEY"),
    ..Vendor::COMPATIBLE
};
