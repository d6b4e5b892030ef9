//! xAI. It counts thoughts beside the output and says what a request cost.

use crate::{
    dialects::xai::Xai,
    image_takes::{Edits, ImageTakes, SizeAs},
    takes::{Known, Models, Takes},
    vendor::{Fetches, OutputLimit, ReportedCost, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "xai",
    label: "xAI",
    base_url: Some("https://api.x.ai/v1"),
    catalogue: Some("x-ai"),
    embeddings: None,
    output_limit: OutputLimit::MaxCompletionTokens,
    reported_cost: Some(ReportedCost { place: "cost_in_usd_ticks", per_dollar: 1e10, beside: None }),
    image_takes: ImageTakes {
        fields: Known::AllBut(NOT_OF_IMAGES),
        size: SizeAs::Ratio(RATIOS, &[(1_024, "1k"), (2_048, "2k")]),
        edits: Edits::Json,
        ..ImageTakes::ALL
    },
    videos: Some(&Xai),
    key_prefix: Some("xai-"),
    fetches: Fetches::Everything,
    key_variable: Some("XAI_API_KEY"),
    takes: Takes {
        fields: Known::AllBut(&["logit_bias"]),
        models: &[Models {
            named: &["grok-3-mini", "grok-4", "grok-5", "grok-code"],
            except: &["non-reasoning"],
            lack: &["presence_penalty", "frequency_penalty", "stop"],
            ..Models::ANY
        }],
        result_images: false,
        empty_texts: false,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};

const NOT_OF_IMAGES: &[&str] = &["background", "input_fidelity", "moderation", "output_compression", "output_format", "style"];

const RATIOS: &[&str] = &["1:1", "3:4", "4:3", "9:16", "16:9", "2:3", "3:2", "9:19.5", "19.5:9", "9:20", "20:9", "1:2", "2:1"];
