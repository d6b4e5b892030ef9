//! Perplexity. It searches, calls no tools, and says what a request cost.

use turnpike_domain::route::Capability;

use crate::{
    takes::{Begun, Formats, Known, Takes, Turns},
    vendor::{Fetches, ReportedCost, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "perplexity",
    label: "Perplexity",
    base_url: Some("https://api.perplexity.ai"),
    catalogue: Some("perplexity"),
    capabilities: Some(&[Capability::Vision, Capability::JsonSchema, Capability::Pdf]),
    embeddings: None,
    think_tags: true,
    reported_cost: Some(ReportedCost { place: "cost/total_cost", per_dollar: 1.0, beside: None }),
    key_prefix: Some("pplx-"),
    fetches: Fetches::Everything,
    key_variable: Some("PERPLEXITY_API_KEY"),
    images: None,
    speech: None,
    transcription: None,
    takes: Takes {
        fields: Known::AllBut(&["n", "logprobs", "top_logprobs", "logit_bias", "seed"]),
        formats: Formats::Schema,
        turns: Turns { system_first: true, user_first: true, alternate: true, begun: Begun::Refused, ..Turns::ANY },
        empty_texts: false,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};
