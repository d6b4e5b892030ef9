//! Every vendor: a file each, data alone. The table of all of them is in `registry.rs`.

pub(crate) mod alibaba;
pub(crate) mod anthropic;
pub(crate) mod cerebras;
pub(crate) mod deepseek;
pub(crate) mod docker;
pub(crate) mod fireworks;
pub(crate) mod groq;
pub(crate) mod jan;
pub(crate) mod koboldcpp;
pub(crate) mod llamacpp;
pub(crate) mod lmstudio;
pub(crate) mod localai;
pub(crate) mod mistral;
pub(crate) mod moonshot;
pub(crate) mod ollama;
pub(crate) mod openai;
pub(crate) mod openai_compatible;
pub(crate) mod openrouter;
pub(crate) mod perplexity;
pub(crate) mod sandbox;
pub(crate) mod sglang;
pub(crate) mod together;
pub(crate) mod vllm;
pub(crate) mod well_known;
pub(crate) mod xai;
pub(crate) mod zai;
