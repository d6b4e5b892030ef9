//! MiniMax. Its models think inside the text and choose their tools themselves; errors may come as a `base_resp` in a 200.

use crate::{
    dialects::minimax::{Music, Videos},
    takes::{Formats, Known, Takes, ToolChoice},
    vendor::{OutputLimit, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "minimax",
    label: "MiniMax",
    base_url: Some("https://api.minimax.io/v1"),
    catalogue: Some("minimax"),
    embeddings: None,
    output_limit: OutputLimit::MaxCompletionTokens,
    think_tags: true,
    key_variable: Some("MINIMAX_API_KEY"),
    takes: Takes {
        fields: Known::AllBut(&["n", "logprobs", "top_logprobs", "logit_bias", "presence_penalty", "frequency_penalty"]),
        tool_choice: ToolChoice::AUTO,
        strict_tools: false,
        formats: Formats::Json,
        ..Takes::ALL
    },
    images: None,
    speech: None,
    transcription: None,
    videos: Some(&Videos),
    music: Some(&Music),
    ..Vendor::COMPATIBLE
};
