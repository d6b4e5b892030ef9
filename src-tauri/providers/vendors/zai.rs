//! Z.ai.

use crate::vendor::Vendor;

pub(crate) static VENDOR: Vendor = Vendor {
    id: "zai",
    label: "Z.ai",
    base_url: Some("https://api.z.ai/api/paas/v4"),
    catalogue: Some("zai"),
    key_variable: Some("ZAI_API_KEY"),
    ..Vendor::COMPATIBLE
};
