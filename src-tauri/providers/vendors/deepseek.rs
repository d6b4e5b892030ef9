//! DeepSeek. Text only, and no schemas.

use turnpike_domain::route::Capability;

use crate::vendor::Vendor;

pub(crate) static VENDOR: Vendor = Vendor {
    id: "deepseek",
    label: "DeepSeek",
    base_url: Some("https://api.deepseek.com"),
    catalogue: Some("deepseek"),
    capabilities: Some(&[Capability::Tools]),
    embeddings: None,
    key_prefix: Some("sk-"),
    key_variable: Some("DEEPSEEK_API_KEY"),
    ..Vendor::COMPATIBLE
};
