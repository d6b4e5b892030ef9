//! Why a model stopped, in OpenAI's five words.

/// What a provider's word for the end means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    /// It ended, and this is OpenAI's word for how.
    Reason(&'static str),
    /// It broke off on the provider's side.
    Broken,
}

/// Reads the word. Whoever called a tool stopped for that, whatever the provider says, and nobody else did.
pub(crate) fn finish(word: &str, called_tool: bool, called_function: bool) -> Finish {
    let reason = match word.to_ascii_lowercase().as_str() {
        "length" | "max_tokens" | "max_output_tokens" | "model_length" | "model_context_window_exceeded" => "length",
        "content_filter" | "refusal" | "safety" | "recitation" | "blocklist" | "prohibited_content" | "spii" | "sensitive" => {
            "content_filter"
        }
        "error" | "network_error" | "insufficient_system_resource" | "abort" => return Finish::Broken,
        _ if called_tool => "tool_calls",
        "function_call" if called_function => "function_call",
        _ => "stop",
    };
    Finish::Reason(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_20_the_word_for_the_end_fits_what_was_said() {
        // word, with a tool called, with a function called, with neither
        for (word, tool, function, neither) in [
            ("stop", "tool_calls", "stop", "stop"),
            ("tool_calls", "tool_calls", "stop", "stop"),
            ("function_call", "tool_calls", "function_call", "stop"),
            ("tool_use", "tool_calls", "stop", "stop"),
            ("eos", "tool_calls", "stop", "stop"),
            ("STOP", "tool_calls", "stop", "stop"),
            ("something_new", "tool_calls", "stop", "stop"),
            ("length", "length", "length", "length"),
            ("MAX_TOKENS", "length", "length", "length"),
            ("model_length", "length", "length", "length"),
            ("content_filter", "content_filter", "content_filter", "content_filter"),
            ("SAFETY", "content_filter", "content_filter", "content_filter"),
        ] {
            let reasons = [finish(word, true, false), finish(word, false, true), finish(word, false, false)];
            assert_eq!(reasons, [tool, function, neither].map(Finish::Reason), "{word}");
        }
        assert_eq!(finish("error", true, false), Finish::Broken);
    }
}
