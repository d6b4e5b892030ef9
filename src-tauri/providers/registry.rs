//! All vendors there are.

use crate::{vendor::Vendor, vendors::*};

/// One line each. The order is the one in which they are offered.
static VENDORS: &[&Vendor] = &[
    &openai::VENDOR,
    &anthropic::VENDOR,
    &gemini::VENDOR,
    &openai_compatible::VENDOR,
    &ollama::VENDOR,
    &lmstudio::VENDOR,
    &llamacpp::VENDOR,
    &vllm::VENDOR,
    &jan::VENDOR,
    &koboldcpp::VENDOR,
    &localai::VENDOR,
    &sglang::VENDOR,
    &docker::VENDOR,
    &groq::VENDOR,
    &mistral::VENDOR,
    &cohere::VENDOR,
    &deepseek::VENDOR,
    &xai::VENDOR,
    &openrouter::VENDOR,
    &together::VENDOR,
    &fireworks::VENDOR,
    &cerebras::VENDOR,
    &perplexity::VENDOR,
    &moonshot::VENDOR,
    &zai::VENDOR,
    &alibaba::VENDOR,
    &venice::VENDOR,
    &minimax::VENDOR,
    &elevenlabs::VENDOR,
    &deepgram::VENDOR,
    &fal::VENDOR,
    &replicate::VENDOR,
    &runway::VENDOR,
    &luma::VENDOR,
    &stability::VENDOR,
    &sandbox::VENDOR,
];

/// All vendors.
pub fn vendors() -> &'static [&'static Vendor] {
    VENDORS
}

/// The vendor of that id.
pub fn vendor(id: &str) -> Option<&'static Vendor> {
    VENDORS.iter().copied().find(|vendor| vendor.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::Auth;

    #[test]
    fn every_vendor_is_found_by_its_own_id_and_can_be_reached() {
        for known in vendors() {
            assert!(vendor(known.id).is_some_and(|found| std::ptr::eq(found, *known)), "{} is there twice", known.id);
            assert!(known.base_url.is_some() || known.answer.is_some() || known.auth == Auth::OptionalBearer, "{}", known.id);
            let speaks = known.chat.is_some() || known.speech.is_some() || known.transcription.is_some();
            let makes = known.images.is_some() || known.videos.is_some() || known.music.is_some();
            assert!((speaks || makes) && !known.label.is_empty());
            assert!(known.base_url.is_none_or(|url| url.starts_with("http") && !url.ends_with('/')));
        }
        assert!(vendor("nobody").is_none());
    }
}
