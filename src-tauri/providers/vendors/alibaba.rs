//! Alibaba Cloud Model Studio, by its OpenAI-compatible side.

use crate::{
    takes::{Takes, ToolChoice},
    vendor::{Fetches, Vendor},
};

pub(crate) static VENDOR: Vendor = Vendor {
    id: "alibaba",
    label: "Alibaba Cloud Model Studio",
    base_url: Some("https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
    images: None,
    key_prefix: Some("sk-"),
    fetches: Fetches::Everything,
    key_variable: Some("DASHSCOPE_API_KEY"),
    takes: Takes { tool_choice: ToolChoice { required: None, ..ToolChoice::ANY }, ..Takes::ALL },
    ..Vendor::COMPATIBLE
};
