//! Moonshot AI. Its models choose their tools themselves, and want their thoughts back.

use crate::{
    takes::{Known, Models, Takes, ToolChoice},
    vendor::Vendor,
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "moonshot",
    label: "Moonshot AI",
    base_url: Some("https://api.moonshot.ai/v1"),
    catalogue: Some("moonshotai"),
    embeddings: None,
    key_prefix: Some("sk-"),
    key_variable: Some("MOONSHOT_API_KEY"),
    images: None,
    speech: None,
    transcription: None,
    takes: Takes {
        fields: Known::AllBut(&["logprobs", "top_logprobs", "logit_bias", "seed", "parallel_tool_calls"]),
        models: &[Models {
            named: &["kimi-"],
            except: &["kimi-k2-0", "kimi-k2-turbo"],
            lack: &["temperature", "top_p", "presence_penalty", "frequency_penalty"],
            ..Models::ANY
        }],
        tool_choice: ToolChoice { required: None, named: false, ..ToolChoice::ANY },
        strict_tools: false,
        pairs_results: true,
        empty_texts: false,
        wants_thoughts: true,
        ..Takes::ALL
    },
    ..Vendor::COMPATIBLE
};
