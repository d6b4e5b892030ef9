//! What was used. The API counts twice: what the model read, with instructions of its own that nobody asked for, and what
//! is paid for. Clients and prices go by the second. What came from a cache is a part of the first, and costs no less: it is
//! said only where nothing is paid for.

use serde::Deserialize;
use serde_json::{Value, json};

/// The counts of an answer.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct Counts {
    billed_units: Option<Units>,
    tokens: Option<Units>,
    cached_tokens: Option<f64>,
}

/// The API counts with a decimal point.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Units {
    input_tokens: Option<f64>,
    image_tokens: Option<f64>,
    output_tokens: Option<f64>,
    reasoning_tokens: Option<f64>,
}

impl Counts {
    /// The same in OpenAI's words; null if nothing was counted.
    pub(super) fn as_openai(self) -> Value {
        let counts = |units: &Units| units.input_tokens.or(units.output_tokens).is_some();
        let billed = self.billed_units.filter(counts);
        let Some(units) = billed.or(self.tokens.filter(counts)) else { return Value::Null };
        let whole = |number: Option<f64>| number.unwrap_or(0.0).max(0.0) as u64;
        let input = whole(units.input_tokens) + whole(units.image_tokens);
        let output = whole(units.output_tokens);
        let cached = if billed.is_some() { 0 } else { whole(self.cached_tokens).min(input) };
        let thought = whole(self.tokens.and_then(|tokens| tokens.reasoning_tokens)).min(output);
        json!({
            "prompt_tokens": input,
            "completion_tokens": output,
            "total_tokens": input + output,
            "prompt_tokens_details": {"cached_tokens": cached},
            "completion_tokens_details": {"reasoning_tokens": thought},
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_paid_for_counts_and_what_was_read_only_where_nothing_else_is_said() {
        let usage = |input: u64, cached: u64, output: u64, thought: u64| {
            json!({"prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output,
                "prompt_tokens_details": {"cached_tokens": cached}, "completion_tokens_details": {"reasoning_tokens": thought}})
        };
        let tokens = json!({"input_tokens": 1549, "output_tokens": 95, "reasoning_tokens": 40});
        let billed = json!({"input_tokens": 119, "output_tokens": 44.0});
        for (counts, expected) in [
            (json!({"billed_units": billed, "tokens": tokens, "cached_tokens": 1504}), usage(119, 0, 44, 40)),
            (json!({"billed_units": {"input_tokens": 9, "image_tokens": 258, "output_tokens": 4}}), usage(267, 0, 4, 0)),
            (json!({"billed_units": {"search_units": 1}, "tokens": tokens}), usage(1549, 0, 95, 40)),
            (json!({"tokens": tokens, "cached_tokens": 1504}), usage(1549, 1504, 95, 40)),
            (json!({"billed_units": null}), Value::Null),
            (json!({}), Value::Null),
        ] {
            let read: Counts = serde_json::from_value(counts.clone()).unwrap();
            assert_eq!(read.as_openai(), expected, "{counts}");
        }
    }
}
