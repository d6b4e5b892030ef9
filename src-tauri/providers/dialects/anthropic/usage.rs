//! What was counted. Here input means what was neither read from the cache nor written to it; a stream says it up to
//! twice, the second time with everything or with the output alone.

use serde::Deserialize;
use serde_json::json;

/// The counts of an answer so far.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct Counts {
    input_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    cache_creation: Option<Written>,
    cache_read_input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    output_tokens_details: Option<Details>,
}

/// What was written to the cache, by how long it stays there.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Written {
    ephemeral_1h_input_tokens: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Details {
    thinking_tokens: Option<u64>,
}

impl Counts {
    /// Takes in what is said later. Nothing is added up: each time it is the whole.
    pub(super) fn update(&mut self, json: &str) {
        let Ok(later) = serde_json::from_str::<Self>(json) else { return };
        self.input_tokens = later.input_tokens.max(self.input_tokens);
        self.cache_creation_input_tokens = later.cache_creation_input_tokens.max(self.cache_creation_input_tokens);
        self.cache_creation = later.cache_creation.or(self.cache_creation);
        self.cache_read_input_tokens = later.cache_read_input_tokens.max(self.cache_read_input_tokens);
        self.output_tokens = later.output_tokens.max(self.output_tokens);
        self.output_tokens_details = later.output_tokens_details.or(self.output_tokens_details);
    }

    /// The same in OpenAI's words; `null` if nothing was counted.
    pub(super) fn as_openai(&self) -> String {
        if self.input_tokens.or(self.output_tokens).is_none() {
            return "null".to_owned();
        }
        let written = self.cache_creation_input_tokens.unwrap_or(0);
        let for_an_hour = self.cache_creation.and_then(|written| written.ephemeral_1h_input_tokens).unwrap_or(0);
        let read = self.cache_read_input_tokens.unwrap_or(0);
        let input = self.input_tokens.unwrap_or(0) + written + read;
        let output = self.output_tokens.unwrap_or(0);
        let thinking = self.output_tokens_details.and_then(|details| details.thinking_tokens).unwrap_or(0);
        let mut usage = json!({
            "prompt_tokens": input,
            "completion_tokens": output,
            "total_tokens": input + output,
            "prompt_tokens_details": {"cached_tokens": read, "cache_write_tokens": written},
            "completion_tokens_details": {"reasoning_tokens": thinking},
        });
        if for_an_hour > 0 {
            usage["prompt_tokens_details"]["cache_write_1h_tokens"] = for_an_hour.into();
        }
        usage.to_string()
    }
}
