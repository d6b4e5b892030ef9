//! DeepSeek. No schemas.

use crate::{
    takes::{Formats, Known, Models, Takes, Turns},
    vendor::Vendor,
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "deepseek",
    label: "DeepSeek",
    base_url: Some("https://api.deepseek.com"),
    catalogue: Some("deepseek"),
    embeddings: None,
    key_prefix: Some("sk-"),
    key_variable: Some("DEEPSEEK_API_KEY"),
    images: None,
    speech: None,
    transcription: None,
    takes: Takes {
        fields: Known::AllBut(&["n", "seed", "logit_bias", "parallel_tool_calls"]),
        models: &[Models {
            named: &["deepseek-reasoner", "deepseek-v4", "deepseek-flash", "deepseek-pro"],
            lack: &["temperature", "presence_penalty", "frequency_penalty"],
            unless_thoughtless: true,
            ..Models::ANY
        }],
        formats: Formats::Json,
        turns: Turns { alternate: true, ..Turns::ANY },
        pairs_results: true,
        wants_thoughts: true,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};
