//! LM Studio.

use crate::vendor::{Auth, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "lmstudio",
    label: "LM Studio",
    base_url: Some("http://127.0.0.1:1234/v1"),
    auth: Auth::OptionalBearer,
    local: true,
    ..Vendor::COMPATIBLE
};
