//! What providers say was used, in one form. Each counts a little differently; the one form is `domain::Usage`.

use serde_json::{Map, Value};
use turnpike_domain::{credits::Credits, usage::Usage};
use turnpike_wire::openai::{chat_chunk::ChatChunk, choice::Choice, object::Raw};

use crate::vendor::ReportedCost;

/// What a provider counted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    /// In our form.
    pub(crate) usage: Usage,
    /// In the provider's, made fit for OpenAI's clients.
    pub(crate) json: Map<String, Value>,
    /// In money.
    pub(crate) cost: Option<Credits>,
}

/// The usage that a JSON object holds; `None` if it counts nothing.
pub(crate) fn read(reported_cost: Option<ReportedCost>, json: &str) -> Option<Counted> {
    let value: Value = serde_json::from_str(json).ok()?;
    let usage = normalise(&value)?;
    let cost = reported_cost.and_then(|reported| reported.read(&value));
    Some(Counted { usage, json: presentable(value, &usage), cost })
}

impl ReportedCost {
    /// What a usage says that the request cost.
    pub(crate) fn read(&self, usage: &Value) -> Option<Credits> {
        let units = |place| at(usage, place)?.as_f64();
        let (flag, place) = self.beside.unzip();
        let beside = flag.and_then(|flag| at(usage, flag)).is_some_and(|flag| *flag == true);
        let beside = place.filter(|_| beside).map_or(Some(0.0), units)?;
        Credits::from_dollars((units(self.place)? + beside) / self.per_dollar)
    }
}

/// Where an answer says what was used: at its top, in an extension, or in a choice.
pub(crate) fn place<'a>(chunk: &ChatChunk<'a>, choices: &[Choice<'a>]) -> Option<&'a str> {
    let extension = || serde_json::from_str::<ChatChunk<'a>>(chunk.extension.given()?).ok()?.usage.given();
    let in_choice = || choices.iter().rev().find_map(|choice| choice.usage.given());
    chunk.usage.given().or_else(extension).or_else(in_choice).filter(|json| *json != "{}")
}

/// What an engine measured counts tokens too: used when it says nothing better.
pub(crate) fn from_timings(json: &str) -> Option<Counted> {
    let value: Value = serde_json::from_str(json).ok()?;
    let fresh = number(&value, &["prompt_n"])?;
    let cached_input = number(&value, &["cache_n"]).unwrap_or(0);
    let output = number(&value, &["predicted_n"])?;
    let usage = Usage { input: fresh + cached_input, cached_input, output, ..Usage::default() };
    Some(Counted { usage, json: presentable(Value::Null, &usage), cost: None })
}

/// Names under which the same is said. Cached tokens are a part of the input for all who speak this dialect.
fn normalise(value: &Value) -> Option<Usage> {
    let cached = number(
        value,
        &[
            "prompt_tokens_details/cached_tokens",
            "input_tokens_details/cached_tokens",
            "prompt_cache_hit_tokens",
            "cached_tokens",
            "num_cached_tokens",
            "cache_read_input_tokens",
        ],
    );
    let missed = number(value, &["prompt_cache_miss_tokens"]);
    let input = number(value, &["prompt_tokens", "input_tokens"]).or_else(|| Some(cached? + missed?));
    let output = number(value, &["completion_tokens", "output_tokens"]);
    let seconds = at(value, "seconds").or_else(|| at(value, "prompt_audio_seconds")).and_then(Value::as_f64);
    let heard_ms =
        seconds.filter(|seconds| (0.0..1e12).contains(seconds)).map_or(0, |seconds| (seconds * 1_000.0).round() as u64);
    if input.is_none() && output.is_none() && heard_ms == 0 {
        return None;
    }
    let (input, output) = (input.unwrap_or(0), output.unwrap_or(0));
    let reasoning_places =
        ["completion_tokens_details/reasoning_tokens", "output_tokens_details/reasoning_tokens", "reasoning_tokens"];
    let reasoning = number(value, &reasoning_places).unwrap_or(0);
    let total = number(value, &["total_tokens"]).unwrap_or(0);
    // Some count thoughts beside the output instead of in it: their total tells.
    let beside = reasoning > 0 && (reasoning > output || total == input + output + reasoning);
    let cache_write = number(value, &["prompt_tokens_details/cache_write_tokens", "cache_creation_input_tokens"]).unwrap_or(0);
    let write_1h_places = ["prompt_tokens_details/cache_write_1h_tokens", "cache_creation/ephemeral_1h_input_tokens"];
    let cached_input = cached.unwrap_or(0).min(input);
    let output = if beside { output + reasoning } else { output };
    let details = |places: &[&str]| places.iter().find_map(|place| value.get(place).filter(|details| details.is_object()));
    let (input_details, output_details) = (details(&INPUT_DETAILS), details(&OUTPUT_DETAILS));
    let part = |details: Option<&Value>, name| details.and_then(|details| number(details, &[name])).unwrap_or(0);
    // More of it than there is input was counted beside the prompt, by those who bill it by its seconds.
    let within = |count: u64| if count <= input { count } else { 0 };
    let fresh = |name, cached| within(part(input_details, name)).saturating_sub(part(input_details, cached));
    let made = |name| part(output_details, name).min(output);
    Some(Usage {
        input,
        cached_input,
        cache_write: cache_write.min(input - cached_input),
        cache_write_1h: number(value, &write_1h_places).unwrap_or(0).min(cache_write),
        audio_input: fresh("audio_tokens", "cached_audio_tokens"),
        image_input: fresh("image_tokens", "cached_image_tokens"),
        output,
        reasoning,
        audio_output: made("audio_tokens"),
        image_output: made("image_tokens"),
        heard_ms,
        ..Usage::default()
    })
}

/// Where parts are told; OpenAI has a word for chats, one for images and one for transcriptions.
const INPUT_DETAILS: [&str; 3] = ["prompt_tokens_details", "input_tokens_details", "input_token_details"];
const OUTPUT_DETAILS: [&str; 2] = ["completion_tokens_details", "output_tokens_details"];

/// The first of these places that holds a number above nothing, else the first that holds one.
fn number(value: &Value, places: &[&str]) -> Option<u64> {
    let read = |place: &&str| {
        let number = at(value, place)?;
        number.as_u64().or_else(|| number.as_f64().filter(|number| (0.0..1e18).contains(number)).map(|number| number as u64))
    };
    let mut first = None;
    for number in places.iter().filter_map(read) {
        if number > 0 {
            return Some(number);
        }
        first = first.or(Some(number));
    }
    first
}

/// What stands at a place. serde_json's own pointers would copy every name on the way, for every answer.
fn at<'v>(value: &'v Value, place: &str) -> Option<&'v Value> {
    place.split('/').try_fold(value, |value, name| value.get(name))
}

/// OpenAI's clients want three whole numbers, and objects that are not null.
fn presentable(value: Value, usage: &Usage) -> Map<String, Value> {
    let mut json = match value {
        Value::Object(json) => json,
        _ => Map::new(),
    };
    json.retain(|_, value| !value.is_null());
    for (name, count) in [("prompt_tokens", usage.input), ("completion_tokens", usage.output)] {
        if !json.get(name).is_some_and(Value::is_u64) {
            json.insert(name.to_owned(), count.into());
        }
    }
    if !json.get("total_tokens").is_some_and(Value::is_u64) {
        json.insert("total_tokens".to_owned(), (usage.input + usage.output).into());
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quirk_13_the_same_tokens_under_every_name() {
        let usage = |input, cached_input, output, reasoning| Usage { input, cached_input, output, reasoning, ..Usage::default() };
        for (json, expected) in [
            (
                r#"{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21,"completion_tokens_details":{"reasoning_tokens":7}}"#,
                usage(9, 0, 12, 7),
            ),
            (
                r#"{"prompt_tokens":12,"completion_tokens":1,"total_tokens":241,"prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":228}}"#,
                usage(12, 2, 229, 228),
            ),
            (
                r#"{"prompt_tokens":100,"completion_tokens":5,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36}"#,
                usage(100, 64, 5, 0),
            ),
            (r#"{"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36,"completion_tokens":5}"#, usage(100, 64, 5, 0)),
            (r#"{"prompt_tokens":10,"cached_tokens":4,"completion_tokens":2,"prompt_tokens_details":null}"#, usage(10, 4, 2, 0)),
            (r#"{"prompt_tokens":10.0,"completion_tokens":null}"#, usage(10, 0, 0, 0)),
            (r#"{"input_tokens":3,"output_tokens":4}"#, usage(3, 0, 4, 0)),
            (r#"{"prompt_tokens":3,"prompt_tokens_details":{"cached_tokens":9}}"#, usage(3, 3, 0, 0)),
        ] {
            let counted = read(None, json).unwrap();
            assert_eq!(counted.usage, expected, "{json}");
            for name in ["prompt_tokens", "completion_tokens", "total_tokens"] {
                assert!(counted.json[name].is_u64(), "{name} of {json}");
            }
        }
        for nothing in ["null", "{}", r#"{"queue_time":0.1}"#, "[]", "7"] {
            assert_eq!(read(None, nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_reported_cost_counts_only_where_its_vendor_is_known_to_report_it() {
        let json = r#"{"prompt_tokens":1,"completion_tokens":1,"cost":0.01,"ticks":500000000}"#;
        assert_eq!(read(None, json).unwrap().cost, None);
        for (place, per_dollar, cost) in [("cost", 1.0, "1.000000"), ("ticks", 1e10, "5.000000")] {
            let reported = ReportedCost { place, per_dollar, beside: None };
            assert_eq!(read(Some(reported), json).unwrap().cost.unwrap().to_string(), cost);
        }
    }

    #[test]
    fn an_engine_s_timings_count_what_came_from_the_cache_apart() {
        let counted = from_timings(r#"{"cache_n":10,"prompt_n":5,"prompt_ms":1.5,"predicted_n":7}"#).unwrap();
        assert_eq!(counted.usage, Usage { input: 15, cached_input: 10, output: 7, ..Usage::default() });
        assert_eq!(counted.json["total_tokens"], 22);
    }
}
