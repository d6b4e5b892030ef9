//! OpenRouter, a broker: it says what each request cost.

use crate::{
    takes::{Known, Takes},
    vendor::{Fetches, ReportedCost, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "openrouter",
    label: "OpenRouter",
    base_url: Some("https://openrouter.ai/api/v1"),
    catalogue: Some("openrouter"),
    developer_role: true,
    headers: &[("x-title", "Turnpike")],
    reported_cost: Some(ReportedCost {
        place: "cost",
        per_dollar: 1.0,
        // With a key of the user's own at the provider behind it, it charges nothing itself.
        beside: Some(("is_byok", "cost_details/upstream_inference_cost")),
    }),
    key_prefix: Some("sk-or-"),
    fetches: Fetches::Everything,
    key_variable: Some("OPENROUTER_API_KEY"),
    takes: Takes { fields: Known::AllBut(&["n"]), ..Takes::ALL },
    ..Vendor::COMPATIBLE
};
