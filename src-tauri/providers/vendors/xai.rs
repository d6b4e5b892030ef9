//! xAI. It counts thoughts beside the output and says what a request cost.

use crate::vendor::{OutputLimit, ReportedCost, Vendor};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "xai",
    label: "xAI",
    base_url: Some("https://api.x.ai/v1"),
    catalogue: Some("x-ai"),
    embeddings: None,
    output_limit: OutputLimit::MaxCompletionTokens,
    reported_cost: Some(ReportedCost { place: "cost_in_usd_ticks", per_dollar: 1e10 }),
    key_prefix: Some("xai-"),
    key_variable: Some("XAI_API_KEY"),
    ..Vendor::COMPATIBLE
};
