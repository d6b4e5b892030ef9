//! What was used. Every event of a stream counts anew and may leave some of it out; thoughts are counted beside the
//! answer, and what built-in tools read beside the prompt.

use serde::Deserialize;
use serde_json::{Value, json};

/// As the API counts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counts {
    prompt_token_count: Option<u64>,
    cached_content_token_count: Option<u64>,
    tool_use_prompt_token_count: Option<u64>,
    candidates_token_count: Option<u64>,
    thoughts_token_count: Option<u64>,
    prompt_tokens_details: Option<Vec<OfKind>>,
    cache_tokens_details: Option<Vec<OfKind>>,
    candidates_tokens_details: Option<Vec<OfKind>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfKind {
    modality: Option<String>,
    token_count: Option<u64>,
}

impl Counts {
    /// The later ones count; what they leave out stays.
    pub(super) fn update(&mut self, later: Self) {
        fn keep<T>(known: &mut Option<T>, later: Option<T>) {
            if later.is_some() {
                *known = later;
            }
        }
        keep(&mut self.prompt_token_count, later.prompt_token_count);
        keep(&mut self.cached_content_token_count, later.cached_content_token_count);
        keep(&mut self.tool_use_prompt_token_count, later.tool_use_prompt_token_count);
        keep(&mut self.candidates_token_count, later.candidates_token_count);
        keep(&mut self.thoughts_token_count, later.thoughts_token_count);
        keep(&mut self.prompt_tokens_details, later.prompt_tokens_details);
        keep(&mut self.cache_tokens_details, later.cache_tokens_details);
        keep(&mut self.candidates_tokens_details, later.candidates_tokens_details);
    }

    /// As OpenAI says it; `None` if nothing was counted yet.
    pub(super) fn as_openai(&self) -> Option<Value> {
        let input = self.prompt_token_count? + self.tool_use_prompt_token_count.unwrap_or(0);
        let reasoning = self.thoughts_token_count.unwrap_or(0);
        let output = self.candidates_token_count.unwrap_or(0) + reasoning;
        let audio = of_kind(self.prompt_tokens_details.as_ref(), "AUDIO");
        let mut usage = json!({
            "prompt_tokens": input,
            "completion_tokens": output,
            "total_tokens": input + output,
            "prompt_tokens_details": {"cached_tokens": self.cached_content_token_count.unwrap_or(0), "audio_tokens": audio},
            "completion_tokens_details": {"reasoning_tokens": reasoning},
        });
        // Kinds of token that have a price of their own.
        for (details, name, counts, kind) in [
            ("prompt_tokens_details", "image_tokens", &self.prompt_tokens_details, "IMAGE"),
            ("prompt_tokens_details", "cached_audio_tokens", &self.cache_tokens_details, "AUDIO"),
            ("prompt_tokens_details", "cached_image_tokens", &self.cache_tokens_details, "IMAGE"),
            ("completion_tokens_details", "audio_tokens", &self.candidates_tokens_details, "AUDIO"),
            ("completion_tokens_details", "image_tokens", &self.candidates_tokens_details, "IMAGE"),
        ] {
            let count = of_kind(counts.as_ref(), kind);
            if count > 0 {
                usage[details][name] = count.into();
            }
        }
        Some(usage)
    }
}

fn of_kind(counts: Option<&Vec<OfKind>>, modality: &str) -> u64 {
    let kinds = counts.into_iter().flatten().filter(|kind| kind.modality.as_deref() == Some(modality));
    kinds.filter_map(|kind| kind.token_count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(json: Value) -> Counts {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn quirk_13_the_last_count_of_each_kind_is_the_one() {
        let mut all = counts(json!({"trafficType": "ON_DEMAND"}));
        assert_eq!(all.as_openai(), None, "nothing was counted");
        all.update(counts(json!({"promptTokenCount": 10, "candidatesTokenCount": 3, "thoughtsTokenCount": 5})));
        all.update(counts(json!({"promptTokenCount": 12, "cachedContentTokenCount": 4, "toolUsePromptTokenCount": 30,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 2}, {"modality": "AUDIO", "tokenCount": 10}]})));
        let expected = json!({"prompt_tokens": 42, "completion_tokens": 8, "total_tokens": 50,
            "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": 10},
            "completion_tokens_details": {"reasoning_tokens": 5}});
        assert_eq!(all.as_openai(), Some(expected));
    }
}
