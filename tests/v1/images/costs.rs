//! What the images of every provider cost. US$1 is 100 credits.

use serde_json::{Value, json};
use turnpike_providers::vendors;

use super::{PNG, URL, World, at_a_url, editing, png};
use crate::support::{Answer, reply::Reply};

fn urls(count: usize) -> Value {
    json!({"data": vec![json!({"url": URL}); count]})
}

/// Tokens of text, tokens of images, and tokens made.
fn tokens(text: u32, images: u32, made: u32) -> Value {
    let details = json!({"text_tokens": text, "image_tokens": images});
    let usage = json!({"input_tokens": text + images, "input_tokens_details": details, "output_tokens": made,
        "total_tokens": text + images + made});
    json!({"data": [{"b64_json": png()}], "usage": usage})
}

fn gemini(made: u32) -> Value {
    json!({"candidates": [{"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": png()}}]}}],
        "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": made, "totalTokenCount": 10 + made,
            "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": made}]}})
}

fn fal(width: u32, height: u32) -> Value {
    json!({"images": [{"url": URL, "width": width, "height": height}]})
}

fn fal_of_unknown_size() -> Value {
    json!({"images": [{"url": URL}]})
}

fn replicate() -> Value {
    json!({"status": "succeeded", "output": URL})
}

/// It costs so much, no less was held, and nothing is left of the hold.
async fn costs(world: &World, answer: Answer, credits: &str, what: &str) {
    let answer = answer.ok();
    let record = world.gateway.detail(&answer.id()).await;
    assert_eq!(answer.header("x-credits-used"), Some(credits), "{what}: {record}");
    let reserved: f64 = record["credits_reserved"].as_str().unwrap().parse().unwrap();
    let used: f64 = credits.parse().unwrap();
    assert!(reserved >= used && used > 0.0, "{what}: {reserved} was held for {used}");
    world.gateway.nothing_is_held().await;
}

#[tokio::test]
async fn images_cost_what_the_price_list_says_for_their_rendition() {
    for (vendor, model, fields, reply, credits) in [
        // By tokens: a million of text is US$5, of images made US$40, US$30, US$32, or US$2 and US$8.
        ("openai", "gpt-image-1", json!({}), tokens(100, 0, 1_056), "4.274000"),
        ("openai", "gpt-image-2", json!({"size": "1536x1024"}), tokens(100, 0, 2_112), "6.386000"),
        ("openai", "gpt-image-1.5", json!({"quality": "high"}), tokens(100, 0, 4_160), "13.362000"),
        ("openai", "gpt-image-1-mini", json!({}), tokens(100, 0, 1_056), "0.864800"),
        // US$0.30 and US$30; US$2 and US$120; US$0.50 and US$60. Two are two calls.
        ("gemini", "gemini-2.5-flash-image", json!({}), gemini(1_290), "3.870300"),
        ("gemini", "gemini-2.5-flash-image", json!({"n": 2}), gemini(1_290), "7.740600"),
        ("gemini", "gemini-3-pro-image-preview", json!({"size": "3840x2160"}), gemini(2_000), "24.002000"),
        ("gemini", "gemini-3.1-flash-image-preview", json!({}), gemini(1_120), "6.720500"),
        // By the image.
        ("xai", "grok-imagine-image", json!({"n": 3}), urls(3), "6.000000"),
        ("xai", "grok-imagine-image-pro", json!({}), urls(1), "5.000000"),
        ("replicate", "black-forest-labs/flux-schnell", json!({"n": 3}), replicate(), "0.900000"),
        ("replicate", "black-forest-labs/flux-dev", json!({}), replicate(), "2.500000"),
        ("replicate", "black-forest-labs/flux-1.1-pro", json!({}), replicate(), "4.000000"),
        ("replicate", "black-forest-labs/flux-pro", json!({}), replicate(), "5.500000"),
        ("fal", "fal-ai/flux/schnell", json!({"n": 2}), fal(1_024, 768), "0.600000"),
        ("fal", "fal-ai/imagen4/preview", json!({"size": "1024x1024"}), fal(1_024, 1_024), "3.980000"),
        ("fal", "fal-ai/flux-pro/v1.1-ultra", json!({"size": "1792x1024"}), fal(2_752, 1_536), "6.000000"),
        // By size and quality; where neither is known, by the dearest, or what the list takes for it.
        ("xai", "grok-imagine-image-2.0", json!({"size": "1024x1024", "quality": "low"}), urls(1), "4.000000"),
        ("xai", "grok-imagine-image-2.0", json!({"size": "2048x2048"}), urls(1), "6.000000"),
        ("fal", "openai/gpt-image-2", json!({"size": "1024x1536", "quality": "medium"}), fal(1_024, 1_536), "4.200000"),
        ("fal", "openai/gpt-image-2", json!({"size": "1024x1024", "quality": "low"}), fal(1_024, 1_024), "0.600000"),
        ("fal", "openai/gpt-image-2", json!({"size": "1024x1024", "quality": "high"}), fal(1_024, 1_024), "21.100000"),
        ("fal", "openai/gpt-image-2", json!({}), fal_of_unknown_size(), "14.500000"),
        ("fal", "fal-ai/nano-banana-pro", json!({"size": "3840x2160"}), fal(3_840, 2_160), "30.000000"),
        ("fal", "fal-ai/nano-banana-pro", json!({}), fal_of_unknown_size(), "15.000000"),
        // By the megapixel, as many as were drawn.
        ("fal", "fal-ai/flux/dev", json!({}), fal(1_024, 768), "1.875000"),
        ("fal", "fal-ai/flux/dev", json!({"size": "2048x2048"}), fal(2_048, 2_048), "10.000000"),
        ("together", "black-forest-labs/FLUX.1-dev", json!({"size": "2048x1024"}), at_a_url(), "3.080000"),
        ("together", "black-forest-labs/FLUX.1-schnell", json!({"n": 2}), urls(2), "0.540000"),
        // By the owner's own price. What was made is paid for, not what was asked for.
        ("openai-compatible", "sd", json!({"n": 4}), urls(1), "1.000000"),
        ("localai", "sd", json!({"n": 4}), urls(4), "4.000000"),
    ] {
        let own = ["openai-compatible", "localai"].contains(&vendor);
        let world = World::new(vendor, model, if own { "price = { per_image = 0.01 }" } else { "" }).await;
        world.upstream.stand(Reply::json(200, reply));
        let answer = world.draw(fields.clone()).await;
        costs(&world, answer, credits, &format!("{vendor} {model} {fields}")).await;
    }
}

#[tokio::test]
async fn edits_cost_what_the_price_list_says() {
    let reported = json!({"data": [{"url": URL}], "usage": {"cost_in_usd_ticks": 150_000_000}});
    for (vendor, model, reply, credits) in [
        // A million tokens of text are US$5, of images to look at US$8, of images made US$32.
        ("openai", "gpt-image-1.5", tokens(100, 900, 1_056), "4.149200"),
        ("gemini", "gemini-2.5-flash-image", gemini(1_290), "3.870300"),
        // What the provider says.
        ("xai", "grok-imagine-image", reported, "1.500000"),
        ("replicate", "black-forest-labs/flux-dev", replicate(), "2.500000"),
        ("fal", "fal-ai/flux/dev", fal(1_024, 768), "1.875000"),
        ("openai-compatible", "sd", urls(1), "1.000000"),
    ] {
        let price = if vendor == "openai-compatible" { "price = { per_image = 0.01 }" } else { "" };
        let world = World::new(vendor, model, price).await;
        world.upstream.stand(Reply::json(200, reply));
        let answer = world.edit(editing().file("image", "a.png", PNG)).await;
        costs(&world, answer, credits, &format!("{vendor} {model}")).await;
    }
}

#[tokio::test]
async fn an_image_of_a_model_that_no_list_knows_is_unpriced_and_not_free() {
    for vendor in vendors().iter().filter(|vendor| vendor.images.is_some() && vendor.answer.is_none()) {
        let world = World::new(vendor.id, "owner/nobody-lists-this", "").await;
        let reply = match vendor.id {
            "fal" => fal_of_unknown_size(),
            "gemini" => gemini(1_290),
            "replicate" => replicate(),
            _ => urls(1),
        };
        world.upstream.stand(Reply::json(200, reply));
        let answer = world.draw(json!({})).await.ok();
        let (credits, told) = (answer.header("x-credits-used"), answer.header("x-turnpike-warnings"));
        // An engine of one's own is free.
        let expected = if vendor.local { (Some("0.000000"), None) } else { (None, Some("price_unknown")) };
        assert_eq!((credits, told), expected, "{}", vendor.id);
    }
}
