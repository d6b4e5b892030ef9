//! Mistral. It refuses what it does not know, tells usage unasked, and wants short ids of calls.

use crate::vendor::Vendor;

pub(crate) static VENDOR: Vendor = Vendor {
    id: "mistral",
    label: "Mistral",
    base_url: Some("https://api.mistral.ai/v1"),
    catalogue: Some("mistral"),
    asks_for_usage: false,
    short_call_ids: true,
    required_tool: "any",
    refuses: &["store", "user", "service_tier", "prompt_cache_key", "safety_identifier", "verbosity"],
    renames: &[("seed", "random_seed")],
    key_variable: Some("MISTRAL_API_KEY"),
    ..Vendor::COMPATIBLE
};
