//! What a recording says of itself, in its provider's own words: what was used, and how it ended.

use serde_json::Value;
use turnpike_domain::usage::Usage;

/// The last usage that a recording holds, wherever it is.
pub(crate) fn reported(values: &[Value]) -> Option<Usage> {
    let counts = |usage: &Value| usage["prompt_tokens"].is_u64().then(|| usage.clone());
    let of = |value: &Value| {
        let places = [&value["usage"], &value["x_groq"]["usage"], &value["choices"][0]["usage"]];
        places.into_iter().find_map(counts)
    };
    let Some(usage) = values.iter().rev().find_map(of) else {
        return reported_billed(values).or_else(|| reported_apart(values)).or_else(|| reported_beside(values));
    };
    let number = |pointer: &str| usage.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
    let (input, output) = (number("/prompt_tokens"), number("/completion_tokens"));
    let reasoning = number("/completion_tokens_details/reasoning_tokens").max(number("/reasoning_tokens"));
    let beside = reasoning > 0 && number("/total_tokens") == input + output + reasoning;
    let cached = [
        "/prompt_tokens_details/cached_tokens",
        "/prompt_cache_hit_tokens",
        "/cached_tokens",
        "/num_cached_tokens",
        "/cache_read_input_tokens",
    ];
    Some(Usage {
        input,
        cached_input: cached.into_iter().map(number).max().unwrap_or(0),
        cache_write: number("/prompt_tokens_details/cache_write_tokens"),
        output: if beside { output + reasoning } else { output },
        reasoning,
        // Some count audio beside the prompt, and bill it by its seconds.
        audio_input: Some(number("/prompt_tokens_details/audio_tokens")).filter(|audio| *audio <= input).unwrap_or(0),
        image_input: number("/prompt_tokens_details/image_tokens"),
        audio_output: number("/completion_tokens_details/audio_tokens"),
        heard_ms: 1_000 * number("/prompt_audio_seconds"),
        ..Usage::default()
    })
}

/// The usage of those who count cached input apart, and say some of it at the beginning of a stream and all at its end.
fn reported_apart(values: &[Value]) -> Option<Usage> {
    let most = |name: &str| {
        let places = values.iter().flat_map(|value| [&value["usage"], &value["message"]["usage"]]);
        places.filter_map(|usage| usage.pointer(name)?.as_u64()).max()
    };
    let (cached_input, cache_write) = (most("/cache_read_input_tokens"), most("/cache_creation_input_tokens"));
    let (cached_input, cache_write) = (cached_input.unwrap_or(0), cache_write.unwrap_or(0));
    Some(Usage {
        input: most("/input_tokens")? + cached_input + cache_write,
        cached_input,
        cache_write,
        cache_write_1h: most("/cache_creation/ephemeral_1h_input_tokens").unwrap_or(0),
        output: most("/output_tokens")?,
        reasoning: most("/output_tokens_details/thinking_tokens").unwrap_or(0),
        ..Usage::default()
    })
}

/// The usage of those who bill less than the model read.
fn reported_billed(values: &[Value]) -> Option<Usage> {
    let places = |value| ["/usage", "/delta/usage"].into_iter().find_map(|place| Value::pointer(value, place));
    let usage = values.iter().rev().find_map(places)?;
    let number = |place: &str| usage.pointer(place).and_then(Value::as_f64).map(|number| number as u64);
    let (input, output) = (number("/billed_units/input_tokens")?, number("/billed_units/output_tokens")?);
    Some(Usage { input, output, reasoning: number("/tokens/reasoning_tokens").unwrap_or(0), ..Usage::default() })
}

/// The usage of those who count thoughts beside the answer, and what their own tools read beside the prompt.
fn reported_beside(values: &[Value]) -> Option<Usage> {
    let mut last = values.iter().rev().map(|value| &value["usageMetadata"]);
    let counts = last.find(|counts| counts["promptTokenCount"].is_u64())?;
    let number = |name: &str| counts[name].as_u64().unwrap_or(0);
    let input = number("promptTokenCount") + number("toolUsePromptTokenCount");
    let of = |details: &str, modality: &str| {
        let kinds = counts[details].as_array().into_iter().flatten().filter(|kind| kind["modality"] == modality);
        kinds.filter_map(|kind| kind["tokenCount"].as_u64()).sum::<u64>()
    };
    Some(Usage {
        input,
        cached_input: number("cachedContentTokenCount"),
        audio_input: of("promptTokensDetails", "AUDIO") - of("cacheTokensDetails", "AUDIO"),
        image_input: of("promptTokensDetails", "IMAGE") - of("cacheTokensDetails", "IMAGE"),
        audio_output: of("candidatesTokensDetails", "AUDIO"),
        image_output: of("candidatesTokensDetails", "IMAGE"),
        output: number("totalTokenCount") - input,
        reasoning: number("thoughtsTokenCount"),
        ..Usage::default()
    })
}

/// The last word for the end that a recording holds.
pub(crate) fn end_word(values: &[Value]) -> &str {
    let word = |value| {
        let places = [
            "/choices/0/finish_reason",
            "/stop_reason",
            "/delta/stop_reason",
            "/candidates/0/finishReason",
            "/finish_reason",
            "/delta/finish_reason",
        ];
        places.into_iter().find_map(|place| Value::pointer(value, place)?.as_str())
    };
    values.iter().rev().find_map(word).unwrap_or_default()
}
