//! Z.ai.

use crate::{
    takes::{Formats, Known, Takes, ToolChoice},
    vendor::{Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "zai",
    label: "Z.ai",
    base_url: Some("https://api.z.ai/api/paas/v4"),
    catalogue: Some("zai"),
    fetches: Fetches::Everything,
    key_variable: Some("ZAI_API_KEY"),
    takes: Takes {
        fields: Known::AllBut(&[
            "n",
            "logprobs",
            "top_logprobs",
            "logit_bias",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "parallel_tool_calls",
        ]),
        tool_choice: ToolChoice::AUTO,
        formats: Formats::Json,
        stops: 1,
        wants_thoughts: true,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};
