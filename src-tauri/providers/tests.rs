//! What answers cost, worked out by hand from the providers' price pages: every way of counting and of billing once.

use bytes::Bytes;
use serde_json::{Value, json};
use turnpike_domain::{credits::Credits, extent::Rendition, usage::Usage};

use crate::{catalogue::Catalogue, media, registry::vendor, usage, vendor::Vendor};

/// 2026-11-23T12:00:00Z.
const NOON: i64 = 1_795_435_200_000;
/// At night some cost less.
const NIGHT: i64 = NOON + 8 * 3_600_000;

fn credits(vendor: &Vendor, model: &str, at: i64, used: Option<Usage>, cost: Option<Credits>) -> Option<Credits> {
    let used = used?;
    let listed = || Catalogue::built_in().rates(vendor, model, at).map(|price| price.rates_at(used.input, at));
    let rates = || listed().or_else(|| Some(media::price(vendor, model)?.rates(&Rendition::default())));
    cost.or_else(|| rates().filter(|rates| rates.covers(&used)).map(|rates| rates.charge(&used)))
}

/// Of a chat: as its dialect reads the answer.
fn of_chat(id: &str, model: &str, at: i64, answer: &Value) -> String {
    let vendor = vendor(id).unwrap();
    let reply = vendor.chat.unwrap().decode(vendor, Bytes::from(answer.to_string()), "our-name").unwrap();
    credits(vendor, model, at, reply.usage, reply.cost).unwrap_or_else(|| panic!("{id}/{model}")).to_string()
}

/// Of anything else: by its usage.
fn of_usage(id: &str, model: &str, counted: &Value) -> String {
    let vendor = vendor(id).unwrap();
    let counted = usage::read(vendor.reported_cost, &counted.to_string()).unwrap();
    credits(vendor, model, NOON, Some(counted.usage), counted.cost).unwrap_or_else(|| panic!("{id}/{model}")).to_string()
}

fn openai(usage: Value) -> Value {
    let message = json!({"role": "assistant", "content": "Hi"});
    json!({"id": "x", "object": "chat.completion", "created": 1, "model": "m", "usage": usage,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})
}

fn anthropic(usage: Value) -> Value {
    json!({"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn", "usage": usage,
        "content": [{"type": "text", "text": "Hi"}]})
}

fn gemini(usage: Value) -> Value {
    json!({"responseId": "x", "modelVersion": "m", "usageMetadata": usage,
        "candidates": [{"content": {"role": "model", "parts": [{"text": "Hi"}]}, "finishReason": "STOP", "index": 0}]})
}

/// US$1 for a million tokens is 100 microcredits, so 0.0001 credits, for one.
#[test]
fn a_cached_token_is_billed_instead_of_a_normal_one() {
    let usage = json!({"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
        "prompt_tokens_details": {"cached_tokens": 1920}, "completion_tokens_details": {"reasoning_tokens": 100}});
    // 86 at US$0.15, 1,920 at US$0.075, 300 at US$0.60, thoughts among them: 0.00129 + 0.0144 + 0.018.
    assert_eq!(of_chat("openai", "gpt-4o-mini", NOON, &openai(usage)), "0.033690");
    let usage =
        json!({"prompt_tokens": 100, "completion_tokens": 50, "prompt_cache_hit_tokens": 64, "prompt_cache_miss_tokens": 36});
    // By day 36 at US$0.27, 64 at US$0.07, 50 at US$1.10; by night at about half of each.
    assert_eq!(of_chat("deepseek", "deepseek-chat", NOON, &openai(usage.clone())), "0.006920");
    assert_eq!(of_chat("deepseek", "deepseek-chat", NIGHT, &openai(usage)), "0.003460");
}

#[test]
fn anthropic_s_input_excludes_what_the_caches_read_and_took() {
    let counted = json!({"input_tokens": 19, "cache_creation_input_tokens": 2338, "cache_read_input_tokens": 1000, "output_tokens": 61,
        "cache_creation": {"ephemeral_1h_input_tokens": 1931, "ephemeral_5m_input_tokens": 407}});
    // 19 at US$3, 1,000 at US$0.30, 407 at US$3.75, 1,931 at US$6, 61 at US$15: 0.0057 + 0.03 + 0.152625 + 1.1586 + 0.0915.
    assert_eq!(of_chat("anthropic", "claude-sonnet-4-6", NOON, &anthropic(counted)), "1.438425");
    // Together they pass the 100,000 from which on everything costs five times as much: 10 at US$0.50, 150,000 at US$0.05,
    // 20 at US$2.50.
    let counted = json!({"input_tokens": 10, "cache_read_input_tokens": 150_000, "output_tokens": 20});
    assert_eq!(of_chat("anthropic", "claude-haiku-5-5", NOON, &anthropic(counted)), "0.755500");
}

#[test]
fn gemini_s_thoughts_are_outside_of_its_candidates() {
    let counted = json!({"promptTokenCount": 214, "candidatesTokenCount": 19, "thoughtsTokenCount": 58, "totalTokenCount": 291,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 70}, {"modality": "AUDIO", "tokenCount": 144}]});
    // 70 at US$0.30, 144 of audio at US$1, 77 at US$2.50: 0.0021 + 0.0144 + 0.01925.
    assert_eq!(of_chat("gemini", "gemini-2.5-flash", NOON, &gemini(counted)), "0.035750");
}

#[test]
fn grok_s_thoughts_are_outside_of_its_completion_and_what_it_reports_wins() {
    let mut counted = json!({"prompt_tokens": 12, "completion_tokens": 1, "total_tokens": 241,
        "prompt_tokens_details": {"cached_tokens": 2}, "completion_tokens_details": {"reasoning_tokens": 228}});
    // 10 at US$1.25, 2 at US$0.20, 229 at US$2.50: 0.00125 + 0.00004 + 0.05725.
    assert_eq!(of_chat("xai", "grok-4.3", NOON, &openai(counted.clone())), "0.058540");
    // Ten billion ticks are a dollar.
    counted["cost_in_usd_ticks"] = 1_176_500.into();
    assert_eq!(of_chat("xai", "grok-4.3", NOON, &openai(counted)), "0.011765");
}

#[test]
fn what_the_provider_reports_wins_over_the_list() {
    let counted = |more: Value| {
        let mut counted = json!({"prompt_tokens": 480, "completion_tokens": 33, "total_tokens": 513});
        counted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        openai(counted)
    };
    for (id, model, more, expected) in [
        ("openrouter", "anthropic/claude-haiku-4.5", json!({"cost": 0.001191, "is_byok": false}), "0.119100"),
        // With a key of one's own it is the provider behind it that bills.
        (
            "openrouter",
            "google/gemini-2.5-flash",
            json!({"cost": 0, "is_byok": true, "cost_details": {"upstream_inference_cost": 0.0002265}}),
            "0.022650",
        ),
        ("perplexity", "sonar-reasoning-pro", json!({"cost": {"request_cost": 0.006, "total_cost": 0.00619}}), "0.619000"),
    ] {
        assert_eq!(of_chat(id, model, NOON, &counted(more)), expected, "{id}");
    }
}

#[test]
fn a_long_context_reprices_the_whole_request() {
    for (input, expected) in [
        // At US$1.25 and US$10; one token more, and everything is at US$2.50 and US$15.
        (200_000, "26.000000"),
        (200_001, "51.500250"),
    ] {
        let counted = json!({"promptTokenCount": input, "candidatesTokenCount": 1000, "totalTokenCount": input + 1000});
        assert_eq!(of_chat("gemini", "gemini-2.5-pro", NOON, &gemini(counted)), expected);
    }
    for (input, expected) in [(272_000, "69.500000"), (272_001, "138.250500")] {
        // US$2.50 and US$15, then US$5 and US$22.50.
        let counted = json!({"prompt_tokens": input, "completion_tokens": 1000, "total_tokens": input + 1000});
        assert_eq!(of_chat("openai", "gpt-5.4", NOON, &openai(counted)), expected);
    }
}

#[test]
fn image_tokens_have_three_rates() {
    let counted = json!({"input_tokens": 221, "input_tokens_details": {"image_tokens": 194, "text_tokens": 27},
        "output_tokens": 415, "output_tokens_details": {"image_tokens": 272, "text_tokens": 143}, "total_tokens": 636});
    // 27 at US$5, 194 at US$8, 143 at US$10, 272 at US$32: 0.0135 + 0.1552 + 0.143 + 0.8704.
    assert_eq!(of_usage("openai", "gpt-image-1.5", &counted), "1.182100");
    let counted =
        json!({"input_tokens": 10, "input_tokens_details": {"image_tokens": 0, "text_tokens": 10}, "output_tokens": 4160});
    // 10 at US$5, 4,160 at US$40.
    assert_eq!(of_usage("openai", "gpt-image-1", &counted), "16.645000");
    let counted = json!({"promptTokenCount": 8, "candidatesTokenCount": 1290, "totalTokenCount": 1298,
        "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1290}]});
    // 8 at US$0.30, an image of 1,290 at US$30.
    assert_eq!(of_chat("gemini", "gemini-2.5-flash-image", NOON, &gemini(counted)), "3.870240");
}

#[test]
fn whisper_is_billed_by_its_duration_and_others_by_tokens() {
    // 37 seconds at US$0.36 an hour.
    assert_eq!(of_usage("openai", "whisper-1", &json!({"type": "duration", "seconds": 37})), "0.370000");
    let counted = json!({"type": "tokens", "total_tokens": 181, "input_tokens": 37, "output_tokens": 144,
        "input_token_details": {"text_tokens": 0, "audio_tokens": 37}});
    // 37 at US$6, 144 at US$10.
    assert_eq!(of_usage("openai", "gpt-4o-transcribe", &counted), "0.166200");
    let counted = json!({"prompt_audio_seconds": 5, "prompt_tokens": 11, "completion_tokens": 15, "total_tokens": 401,
        "prompt_tokens_details": {"audio_tokens": 375, "cached_tokens": 9}});
    // 2 at US$0.10, 9 at US$0.01, 15 at US$0.40, and 5 seconds at US$0.24 an hour; the audio's tokens are those seconds.
    assert_eq!(of_usage("mistral", "voxtral-small-latest", &counted), "0.033962");
}

#[test]
fn groq_bills_ten_seconds_for_less() {
    // US$0.04 an hour.
    for (seconds, expected) in [(4.0, "0.011111"), (10.0, "0.011111"), (36.5, "0.040556")] {
        let counted = json!({"type": "duration", "seconds": seconds});
        assert_eq!(of_usage("groq", "whisper-large-v3-turbo", &counted), expected, "{seconds}");
    }
}

#[test]
fn speech_of_gemini_is_billed_by_tokens_of_audio() {
    let counted = json!({"promptTokenCount": 11, "candidatesTokenCount": 111, "totalTokenCount": 122,
        "candidatesTokensDetails": [{"modality": "AUDIO", "tokenCount": 111}]});
    // 11 at US$0.50, 111 at US$10.
    assert_eq!(of_chat("gemini", "gemini-2.5-flash-preview-tts", NOON, &gemini(counted)), "0.111550");
}

#[test]
fn what_has_no_price_is_unknown_and_not_free() {
    let used = Some(Usage { input: 9, output: 9, ..Usage::default() });
    for (id, model) in [("openai", "no-such-model"), ("openai", "whisper-1"), ("openai", "tts-1")] {
        assert_eq!(credits(vendor(id).unwrap(), model, NOON, used, None), None, "{model}");
    }
}
